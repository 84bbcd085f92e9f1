package org.nablac.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nablac.tensor.UserError;

/**
 * The text of a graph, which parses back:
 *
 * <pre>
 * graph loss
 * %0 = input{label="x", type=f32[N, 784]} : f32[N, 784]  @Mlp.java:8
 * %1 = sum{axes=[0, 1]} %0 : f32[]  @Mlp.java:9
 * %2 = broadcast{…} %1 : f32[N, 784]  @Mlp.java:9  by sum of %1
 * inputs %0
 * output loss = %1
 * update %0 = %2
 * </pre>
 *
 * Nodes are numbered in order; a derived node names the rule that made it and the forward node it was made for.
 */
public final class GraphText {
    private static final Pattern NODE = Pattern.compile(
            "(%\\d+) = ([A-Za-z]\\w*)(?:\\{(.*)})?((?: %\\d+)*) : ((?:rows )?\\w+\\[[^]]*])"
            + "(?:  @(\\S+):(\\d+))?(?:  by (.+?)(?: of (%\\d+))?)?");

    private GraphText() {
    }

    public static String print(Graph g) {
        Map<Node, String> names = new HashMap<>();
        List<Node> roots = new ArrayList<>(g.roots());
        roots.addAll(g.inputs());
        roots.addAll(g.updates().keySet());
        StringBuilder s = new StringBuilder("graph " + g.name() + "\n");
        for (Node n : Graph.reachable(roots)) {
            names.put(n, "%" + names.size());
            s.append(line(n, k -> names.getOrDefault(k, ""))).append('\n');
        }
        if (!g.inputs().isEmpty()) {
            s.append("inputs ").append(String.join(" ", g.inputs().stream().map(names::get).toList())).append('\n');
        }
        g.outputs().forEach((name, n) -> s.append("output ").append(name).append(" = ")
                .append(names.get(n)).append('\n'));
        g.updates().forEach((p, n) -> s.append("update ").append(names.get(p)).append(" = ")
                .append(names.get(n)).append('\n'));
        return s.toString();
    }

    /** One node, with others named by {@code name}; an empty name is one that the text does not show. */
    static String line(Node n, Function<Node, String> name) {
        StringBuilder s = new StringBuilder(name.apply(n)).append(" = ").append(n.op().name())
                .append(Attributes.print(n.op()));
        n.inputs().forEach(i -> s.append(' ').append(name.apply(i)));
        s.append(" : ").append(n.type());
        if (n.origin().isKnown()) {
            s.append("  @").append(n.origin().place());
        }
        n.origin().derivation().ifPresent(d -> {
            s.append("  by ").append(d.rule());
            if (!name.apply(d.forward()).isEmpty()) {
                s.append(" of ").append(name.apply(d.forward()));
            }
        });
        return s.toString();
    }

    /**
     * Reads what {@link #print} prints, into {@code arena}.
     *
     * @param ops the record class of each op's name
     * @throws UserError naming the line, if it does not parse
     */
    public static Graph parse(String text, Arena arena, Function<String, Optional<Class<? extends Op>>> ops) {
        Map<String, Node> nodes = new HashMap<>();
        Map<String, Node> outputs = new LinkedHashMap<>();
        Map<Node, Node> updates = new LinkedHashMap<>();
        List<Node> inputs = new ArrayList<>();
        String name = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            try {
                String[] words = line.strip().split(" ");
                switch (words[0]) {
                    case "" -> { }
                    case "graph" -> name = words[1];
                    case "inputs" -> List.of(words).subList(1, words.length).forEach(w -> inputs.add(known(nodes, w)));
                    case "output" -> outputs.put(words[1], known(nodes, words[3]));
                    case "update" -> updates.put(known(nodes, words[1]), known(nodes, words[3]));
                    default -> node(line.strip(), arena, ops, nodes);
                }
            } catch (RuntimeException e) {
                throw new UserError("graph text, line " + number + ": " + e.getMessage() + "\n    " + line, e);
            }
        }
        return new Graph(name, arena, inputs, outputs, updates);
    }

    private static void node(String line, Arena arena, Function<String, Optional<Class<? extends Op>>> ops,
            Map<String, Node> nodes) {
        Matcher m = NODE.matcher(line);
        if (!m.matches()) {
            throw new IllegalArgumentException("expected '%7 = op{attributes} %2 %3 : f32[N, 10]'");
        }
        Class<? extends Op> type = ops.apply(m.group(2))
                .orElseThrow(() -> new IllegalArgumentException("there is no op '" + m.group(2) + "'"));
        Op op = Attributes.parse(type, m.group(3) == null ? "" : m.group(3));
        List<Node> inputs = new ArrayList<>();
        for (String word : m.group(4).strip().split(" ")) {
            if (!word.isEmpty()) {
                inputs.add(known(nodes, word));
            }
        }
        Optional<Origin.Derivation> derivation = m.group(8) == null || m.group(9) == null
                ? Optional.empty() : Optional.of(new Origin.Derivation(m.group(8), known(nodes, m.group(9))));
        Origin origin = m.group(6) == null
                ? new Origin("", 0, 0, derivation)
                : new Origin(m.group(6), Integer.parseInt(m.group(7)), 0, derivation);
        Node made = arena.at(origin, () -> arena.node(op, inputs));
        if (!made.type().toString().equals(m.group(5))) {
            throw new IllegalArgumentException("the type is " + made.type() + ", not " + m.group(5));
        }
        nodes.put(m.group(1), made);
    }

    private static Node known(Map<String, Node> nodes, String name) {
        Node n = nodes.get(name);
        if (n == null) {
            throw new IllegalArgumentException("no node " + name + " above this line");
        }
        return n;
    }
}
