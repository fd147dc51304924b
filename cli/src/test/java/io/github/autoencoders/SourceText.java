package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A Java source of one public class, out of a page or a comment.
 *
 * @param name of the class, with its package
 */
record SourceText(String name, String text) {

    private static final Pattern PACKAGE =
            Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern CLASS =
            Pattern.compile("^public (?:final )?(?:class|record) (\\w+)", Pattern.MULTILINE);

    static SourceText of(String text) {
        Matcher inPackage = PACKAGE.matcher(text);
        Matcher named = CLASS.matcher(text);
        assertTrue(named.find(), () -> "a program must be a public class, but is\n" + text);
        String prefix = inPackage.find() ? inPackage.group(1) + "." : "";
        return new SourceText(prefix + named.group(1), text);
    }

    /** Compiles sources against the class path of the tests. */
    static void compile(List<SourceText> sources, Path folder) throws IOException {
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> options = List.of("-cp", classes, "-proc:none", "-d", folder.toString());
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        boolean compiled = task(sources, options, found).call();
        String errors =
                found.getDiagnostics().stream()
                        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                        .map(Object::toString)
                        .collect(Collectors.joining("\n"));
        assertTrue(compiled, errors);
    }

    private static JavacTask task(
            List<SourceText> sources,
            List<String> options,
            DiagnosticCollector<JavaFileObject> found) {
        List<JavaFileObject> files = sources.stream().map(SourceText::file).toList();
        return (JavacTask)
                ToolProvider.getSystemJavaCompiler()
                        .getTask(Writer.nullWriter(), null, found, options, null, files);
    }

    private JavaFileObject file() {
        URI place = URI.create("string:///" + name.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(place, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** Returns how many statements there are, without imports, frames of methods and fields. */
    int statements() throws IOException {
        Statements counted = new Statements();
        for (CompilationUnitTree unit :
                task(List.of(this), List.of(), new DiagnosticCollector<>()).parse()) {
            counted.scan(unit, null);
        }
        return counted.count;
    }

    private static final class Statements extends TreeScanner<@Nullable Void, @Nullable Void> {

        private int count;

        @Override
        public @Nullable Void scan(Tree tree, @Nullable Void unused) {
            boolean frame = tree instanceof BlockTree || tree instanceof ClassTree;
            if (tree instanceof StatementTree && !frame) {
                count++;
            }
            return super.scan(tree, null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            type.getMembers().stream()
                    .filter(each -> each instanceof MethodTree || each instanceof ClassTree)
                    .forEach(each -> scan(each, null));
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            return scan(method.getBody(), null);
        }

        @Override
        public @Nullable Void visitLambdaExpression(
                LambdaExpressionTree lambda, @Nullable Void unused) {
            return scan(lambda.getBody(), null);
        }

        @Override
        public @Nullable Void visitEnhancedForLoop(
                EnhancedForLoopTree loop, @Nullable Void unused) {
            return scan(loop.getStatement(), null);
        }

        @Override
        public @Nullable Void visitCatch(CatchTree caught, @Nullable Void unused) {
            return scan(caught.getBlock(), null);
        }
    }
}
