package org.nablac.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nablac.tensor.UserError;

class PeersTest {
    private static final String JAX =
            "{\"peer\": \"jax\", \"mode\": \"loop\", \"workload\": \"w\", \"us\": 2.5, \"threads\": 2}";
    private static final String TORCH =
            "{\"peer\": \"torch\", \"mode\": \"call\", \"workload\": \"w\", \"us\": 20.0, \"threads\": 1}";
    private static final String OURS =
            "{\"peer\": \"nablac\", \"mode\": \"call\", \"workload\": \"w\", \"us\": 0.0001, \"threads\": 1}";

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("peers.jsonl"), List.of(lines));
    }

    @Test
    void theTableDividesByTheFastestPeer() throws IOException {
        Peers peers = Peers.read(file(TORCH, "", JAX, OURS));
        String table = peers.table(List.of(new Result("nablac", "call", "w", 1.25, 2),
                new Result("nablac", "loop", "other", 1, 1)));
        assertEquals(List.of("  workload  mode  threads  us     fastest peer          its us  ratio",
                "  w         call  2        1.250  jax, loop, 2 threads  2.500   0.50",
                "  other     loop  1        1.000  none"), table.lines().toList());
    }

    @Test
    void aPeerOfMoreThreadsIsNotComparedAndOneOfFewerIs() throws IOException {
        Peers peers = Peers.read(file(TORCH, JAX));
        assertEquals("torch", peers.fastest(new Result("nablac", "call", "w", 1, 1)).orElseThrow().peer());
        Peers alone = Peers.read(file(TORCH));
        assertEquals("torch", alone.fastest(new Result("nablac", "call", "w", 1, 2)).orElseThrow().peer());
        assertEquals(Optional.empty(), Peers.read(file(JAX)).fastest(new Result("nablac", "call", "w", 1, 1)));
    }

    @Test
    void aResultIsReadAsItIsPrinted() throws IOException {
        Result r = new Result("a \"b\"", "call", "w", 1.5, 3);
        assertEquals(List.of(r), Peers.read(file(r.toJson())).results());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"peer\": \"jax\"|no line of JSON",
        "nonsense|no line of JSON",
        "{} {}|no line of JSON",
        "[1]|no JSON object",
        "{\"peer\": \"jax\", \"mode\": \"call\", \"workload\": \"w\", \"threads\": 1}|there is no us",
        "{\"peer\": \"jax\", \"mode\": \"call\", \"workload\": \"w\", \"us\": \"1\", \"threads\": 1}|us is no number",
        "{\"peer\": \"jax\", \"mode\": \"call\", \"workload\": \"w\", \"us\": 0, \"threads\": 1}|microseconds are"
                + " positive",
        "{\"peer\": \"jax\", \"mode\": \"call\", \"workload\": \"w\", \"us\": 1e999, \"threads\": 1}|microseconds are"
                + " positive",
        "{\"peer\": \"jax\", \"mode\": \"call\", \"workload\": \"w\", \"us\": 1, \"threads\": 0.5}|whole number from 1",
        "{\"peer\": 3, \"mode\": \"call\", \"workload\": \"w\", \"us\": 1, \"threads\": 1}|peer is no text"})
    void aWrongLineIsNamed(String line, String complaint) throws IOException {
        Path file = file(JAX, line);
        String message = assertThrows(UserError.class, () -> Peers.read(file)).getMessage();
        assertTrue(message.startsWith(file + ":2: ") && message.contains(complaint), message);
    }

    @Test
    void aFileThatIsMissingEmptyOrNoTextIsNamed() throws IOException {
        Path missing = folder.resolve("missing");
        assertTrue(assertThrows(UserError.class, () -> Peers.read(missing)).getMessage()
                .startsWith(missing + ": there is no such file"));
        Path empty = file("");
        assertTrue(assertThrows(UserError.class, () -> Peers.read(empty)).getMessage().contains("there is no result"));
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertTrue(assertThrows(UserError.class, () -> Peers.read(bytes)).getMessage().contains("no text in UTF-8"));
    }
}
