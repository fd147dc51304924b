package io.github.autoencoders.program;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A computation as MXNet reads it: nodes, of which each is a variable or an operation of the first
 * outputs of others.
 */
final class Symbol {

    private static final String VARIABLE = "null"; // what an operation that is none is called
    private static final int VERSION = 10900; // 1.9: of another one, it would adapt the attributes

    private final List<Node> nodes = new ArrayList<>();

    private record Node(String operation, Map<String, String> attributes, List<Integer> inputs) {}

    /** Adds a variable, which has the next number. */
    int variable() {
        return add(VARIABLE, Map.of(), List.of());
    }

    /** Adds an operation, which has the next number. */
    int add(String operation, Map<String, String> attributes, List<Integer> inputs) {
        nodes.add(new Node(operation, Map.copyOf(attributes), List.copyOf(inputs)));
        return nodes.size() - 1;
    }

    /** Returns whether a node is a variable. */
    boolean isVariable(int node) {
        return nodes.get(node).operation.equals(VARIABLE);
    }

    /**
     * Returns the variables that outputs depend on, in the order in which the engine takes their
     * arrays: as they are met on the way from the outputs to what they are computed of.
     */
    List<Integer> variables(List<Integer> outputs) {
        Set<Integer> seen = new LinkedHashSet<>();
        outputs.forEach(output -> visit(output, seen));
        return seen.stream().filter(this::isVariable).toList();
    }

    private void visit(int node, Set<Integer> seen) {
        if (seen.contains(node)) {
            return;
        }
        nodes.get(node).inputs.forEach(input -> visit(input, seen));
        seen.add(node);
    }

    /** Returns the text of the nodes, of which some come out. */
    String json(List<Integer> outputs) {
        JsonArray all = new JsonArray();
        JsonArray variables = new JsonArray();
        JsonArray rows = new JsonArray();
        for (int i = 0; i < nodes.size(); i++) {
            all.add(json(nodes.get(i), i));
            rows.add(i);
            if (isVariable(i)) {
                variables.add(i);
            }
        }
        rows.add(nodes.size());
        JsonArray version = new JsonArray();
        version.add("int");
        version.add(VERSION);
        JsonObject attributes = new JsonObject();
        attributes.add("mxnet_version", version);
        JsonObject symbol = new JsonObject();
        symbol.add("nodes", all);
        symbol.add("arg_nodes", variables);
        symbol.add("node_row_ptr", rows);
        symbol.add("heads", firsts(outputs));
        symbol.add("attrs", attributes);
        return symbol.toString();
    }

    private static JsonObject json(Node node, int number) {
        JsonObject json = new JsonObject();
        json.addProperty("op", node.operation);
        json.addProperty("name", "n" + number);
        JsonObject attributes = new JsonObject();
        node.attributes.forEach(attributes::addProperty);
        json.add("attrs", attributes);
        json.add("inputs", firsts(node.inputs));
        return json;
    }

    // Of each node the first output, in the version that was first.
    private static JsonArray firsts(List<Integer> nodes) {
        JsonArray all = new JsonArray();
        for (int node : nodes) {
            JsonArray entry = new JsonArray();
            entry.add(node);
            entry.add(0);
            entry.add(0);
            all.add(entry);
        }
        return all;
    }
}
