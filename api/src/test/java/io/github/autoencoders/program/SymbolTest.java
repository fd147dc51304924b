package io.github.autoencoders.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SymbolTest {

    private final Symbol symbol = new Symbol();

    /** What is computed of a sum of b and a comes before c, and what nothing needs is left out. */
    @Test
    void variablesAreInTheOrderInWhichTheyAreMet() {
        int a = symbol.variable();
        int unused = symbol.variable();
        int b = symbol.variable();
        int c = symbol.variable();
        int sum = symbol.add("_npi_add", Map.of(), List.of(b, a));
        int product = symbol.add("_npi_multiply", Map.of(), List.of(sum, c));
        int other = symbol.add("_npi_exp", Map.of(), List.of(unused));
        assertEquals(List.of(b, a, c), symbol.variables(List.of(product)));
        assertEquals(List.of(unused, b, a), symbol.variables(List.of(other, sum)));
    }

    @Test
    void writesWhatTheEngineReads() {
        int x = symbol.variable();
        int y = symbol.add("_npi_add_scalar", Map.of("scalar", "1.5"), List.of(x));
        assertEquals(
                """
                {"nodes":[\
                {"op":"null","name":"n0","attrs":{},"inputs":[]},\
                {"op":"_npi_add_scalar","name":"n1","attrs":{"scalar":"1.5"},"inputs":[[0,0,0]]}],\
                "arg_nodes":[0],"node_row_ptr":[0,1,2],"heads":[[1,0,0]],\
                "attrs":{"mxnet_version":["int",10900]}}\
                """,
                symbol.json(List.of(y)));
    }
}
