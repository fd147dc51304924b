package io.github.autoencoders.cli;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the program when the system or the user asks it to end. Java's own way, which
 * leaves while a thread is inside an engine, ends in a crash of that engine. So the thread that
 * does the work is interrupted, and ends between two steps by itself. A second signal, or a thread
 * that takes no notice, ends the process by the system's own hand, at once and without a crash.
 */
final class Signals {

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
    private static final long PATIENCE_MILLIS = 20_000;
    private static final long LOOK_MILLIS = 50;

    private final Thread work;
    private final PrintWriter err;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile OptionalInt exitCode = OptionalInt.empty();

    private Signals(Thread work, PrintWriter err) {
        this.work = work;
        this.err = err;
    }

    /**
     * Has the signals end the work of this thread from now on.
     *
     * @param err where the line goes, if that thread says none
     */
    static Signals ofThisThread(PrintWriter err) {
        Signals signals = new Signals(Thread.currentThread(), err);
        NAMES.forEach(name -> handle(name, signals::arrived));
        return signals;
    }

    /** Returns whether one came. */
    boolean came() {
        return exitCode.isPresent();
    }

    /**
     * Says that the work is done.
     *
     * @param code that the program ends with, unless there was a signal
     * @return what it ends with: 130 after SIGINT, 143 after SIGTERM
     */
    int exitCode(int code) {
        ended.countDown();
        return exitCode.orElse(code);
    }

    private void arrived(Object signal, int number) {
        NAMES.forEach(name -> handle(name, null)); // the next ends the process at once
        exitCode = OptionalInt.of(128 + number);
        work.interrupt();
        try {
            // A thread that took notice ends as soon as it can; it may have much to write.
            for (long waited = 0; waited < PATIENCE_MILLIS; waited += LOOK_MILLIS) {
                if (ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (!work.isInterrupted()) {
                    waited = 0;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        err.println("autoencoders: stopped");
        err.flush();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            signal.getClass().getMethod("raise", signal.getClass()).invoke(null, signal);
        } catch (ReflectiveOperationException e) {
            Runtime.getRuntime().halt(128 + number);
        }
    }

    /** Is told of a signal and its number. */
    private interface Handler {
        void arrived(Object signal, int number);
    }

    // By reflection, as javac warns of sun.misc.Signal, which jdk.unsupported has for everybody.
    // Without it, or where a system does not know a signal, Java's own way remains.
    private static void handle(String name, @Nullable Handler handler) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            int number = (int) type.getMethod("getNumber").invoke(signal);
            Object chosen =
                    handler == null // the system's own
                            ? handlers.getField("SIG_DFL").get(null)
                            : Proxy.newProxyInstance(
                                    Signals.class.getClassLoader(),
                                    new Class<?>[] {handlers},
                                    (proxy, method, arguments) -> {
                                        handler.arrived(signal, number);
                                        return null;
                                    });
            type.getMethod("handle", type, handlers).invoke(null, signal, chosen);
        } catch (ReflectiveOperationException e) {
            // Java's own way
        }
    }
}
