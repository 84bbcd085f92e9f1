package org.nablac.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.nablac.graph.Node;

/**
 * Which work comes before which. An edge is <em>loose</em> if the later work may run row by row with the earlier one,
 * and <em>tight</em> if even element by element.
 */
final class Order {
    /** What holds between an earlier and a later work. */
    record Edge(Work before, Work after, boolean inRow, boolean inPlace) {
    }

    private final Works works;
    private final Map<Work, List<Edge>> into = new HashMap<>();

    private Order(Works works) {
        this.works = works;
        works.all.forEach(w -> into.put(w, new ArrayList<>()));
        Map<Node, List<Work>> writers = new HashMap<>();
        for (Work w : works.all) {
            if (!(w instanceof Work.Copy)) {
                writers.computeIfAbsent(w.node(), n -> new ArrayList<>()).add(w);
            }
        }
        for (Work w : works.all) {
            for (Access a : works.accesses(w)) {
                for (Work writer : writers.getOrDefault(a.buffer(), List.of())) {
                    add(data(writer, w, a));
                }
            }
            if (w instanceof Work.Scatter s) {
                tableFirst(s, writers);
            }
        }
        works.ends.forEach((end, product) -> {
            add(new Edge(product, end, true, true));
            add(new Edge(end, product, true, true));
        });
        updates();
    }

    static Order of(Works works) {
        return new Order(works);
    }

    private void add(Edge e) {
        if (e.before() != e.after()) {
            into.get(e.after()).add(e);
        }
    }

    /**
     * Rows are written to a table that is there: filled, or computed where they are written, or by those before it
     * where one write follows the other in place.
     */
    private void tableFirst(Work.Scatter s, Map<Node, List<Work>> writers) {
        List<Work> own = writers.get(s.node());
        if (own.size() > 1) {
            add(new Edge(own.get(0), s, false, false));
        } else {
            for (Work w : writers.getOrDefault(s.node().input(0), List.of())) {
                boolean byElement = w instanceof Work.Scatter || w instanceof Work.Element;
                add(new Edge(w, s, false, byElement && Works.rows(s).is(1)));
            }
        }
    }

    private Edge data(Work writer, Work reader, Access a) {
        boolean byRow = !(writer instanceof Work.Product) && writesItsRow(writer);
        boolean sameElement = writer instanceof Work.Element && a.inPlace(reader.space().rank())
                && (reader.reduced() == 0 || reader instanceof Work.Fold);
        return new Edge(writer, reader, byRow && a.inRow(), sameElement);
    }

    /** Whether a work writes, for each of its rows, that row of its node. */
    static boolean writesItsRow(Work writer) {
        return switch (writer) {
            case Work.Element e -> true;
            case Work.Fold f -> true;
            case Work.Fill f -> true;
            case Work.Product p -> true;
            case Work.Part p -> ((org.nablac.graph.Move.Push) p.node().op())
                    .target(p.node().inputs().stream().map(Node::type).toList(), p.input(), Accesses::size, axes(p))
                    .get(0).equals(Accesses.axis(0));
            case Work.Scatter s -> false;
            case Work.Lead l -> false;
            case Work.Copy c -> false;
        };
    }

    private static List<org.nablac.code.Expr> axes(Work w) {
        List<org.nablac.code.Expr> all = new ArrayList<>();
        for (int a = 0; a < w.space().rank(); a++) {
            all.add(Accesses.axis(a));
        }
        return all;
    }

    /** Whatever reads a leaf's old value comes before what overwrites it. */
    private void updates() {
        Map<Node, List<Work>> overwriting = new HashMap<>();
        for (Work w : works.all) {
            works.overwrites(w).ifPresent(leaf -> overwriting.computeIfAbsent(leaf, k -> new ArrayList<>()).add(w));
        }
        for (Work reader : works.all) {
            for (Access a : works.accesses(reader)) {
                for (Work writer : overwriting.getOrDefault(a.buffer(), List.of())) {
                    boolean element = writer instanceof Work.Element || writer instanceof Work.Copy;
                    boolean scatter = writer instanceof Work.Scatter && Works.rows(writer).is(1);
                    boolean same = element && a.inPlace(writer.space().rank()) || scatter && a.inColumn();
                    add(new Edge(reader, writer, element && a.inRow(), same && reader.reduced() == 0));
                }
            }
        }
    }

    List<Edge> into(Work w) {
        return into.get(w);
    }

    /** Groups of works that mutually come before each other. */
    List<List<Work>> cycles() {
        return components().stream().filter(c -> c.size() > 1).toList();
    }

    /** Every work, alone or with the others of its cycle; whatever comes before earlier, older nodes first. */
    List<List<Work>> sorted() {
        List<List<Work>> components = components();
        Map<Work, Integer> owner = new HashMap<>();
        for (int c = 0; c < components.size(); c++) {
            for (Work w : components.get(c)) {
                owner.put(w, c);
            }
        }
        int[] waiting = new int[components.size()];
        List<List<Integer>> after = new ArrayList<>();
        components.forEach(c -> after.add(new ArrayList<>()));
        for (Work w : works.all) {
            for (Edge e : into.get(w)) {
                int from = owner.get(e.before());
                int to = owner.get(w);
                if (from != to) {
                    after.get(from).add(to);
                    waiting[to]++;
                }
            }
        }
        Map<Work, Integer> rank = new HashMap<>();
        works.all.forEach(w -> rank.put(w, rank.size()));
        PriorityQueue<Integer> ready =
                new PriorityQueue<>(Comparator.comparingInt(c -> rank.get(components.get(c).get(0))));
        for (int c = 0; c < waiting.length; c++) {
            if (waiting[c] == 0) {
                ready.add(c);
            }
        }
        List<List<Work>> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            int c = ready.remove();
            sorted.add(components.get(c).stream().sorted(Comparator.comparingInt(rank::get)).toList());
            for (int next : after.get(c)) {
                if (--waiting[next] == 0) {
                    ready.add(next);
                }
            }
        }
        return sorted;
    }

    /** Strongly connected components (Tarjan), without recursion. */
    private List<List<Work>> components() {
        int n = works.all.size();
        Map<Work, Integer> number = new HashMap<>();
        works.all.forEach(w -> number.put(w, number.size()));
        int[] index = new int[n];
        int[] low = new int[n];
        boolean[] onStack = new boolean[n];
        int[] next = new int[n];
        Arrays.fill(index, -1);
        List<List<Work>> components = new ArrayList<>();
        Deque<Integer> stack = new ArrayDeque<>();
        Deque<Integer> path = new ArrayDeque<>();
        int counter = 0;
        for (int root = 0; root < n; root++) {
            if (index[root] >= 0) {
                continue;
            }
            path.push(root);
            while (!path.isEmpty()) {
                int v = path.peek();
                if (index[v] < 0) {
                    index[v] = low[v] = counter++;
                    stack.push(v);
                    onStack[v] = true;
                }
                List<Edge> edges = into.get(works.all.get(v));
                if (next[v] < edges.size()) {
                    int to = number.get(edges.get(next[v]++).before());
                    if (index[to] < 0) {
                        path.push(to);
                    } else if (onStack[to]) {
                        low[v] = Math.min(low[v], index[to]);
                    }
                    continue;
                }
                path.pop();
                if (!path.isEmpty()) {
                    low[path.peek()] = Math.min(low[path.peek()], low[v]);
                }
                if (low[v] == index[v]) {
                    List<Work> component = new ArrayList<>();
                    int w;
                    do {
                        w = stack.pop();
                        onStack[w] = false;
                        component.add(works.all.get(w));
                    } while (w != v);
                    components.add(component);
                }
            }
        }
        return components;
    }
}
