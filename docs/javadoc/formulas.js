/*
 * Sets the formulas of the documentation: \( ... \) in a line, \[ ... \] by itself. As MathML, which browsers draw by
 * themselves: neither fonts nor a network are needed. KaTeX, which does it, lies beside this file with its license.
 */
document.addEventListener("DOMContentLoaded", () =>
    renderMathInElement(document.body, {
        output: "mathml",
        delimiters: [
            {left: "\\(", right: "\\)", display: false},
            {left: "\\[", right: "\\]", display: true},
        ],
    }));
