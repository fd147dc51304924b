package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import io.github.autoencoders.array.Watched;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an engine's arrays and their manager, hands on what is called, and notes what it
 * computes. A default method of DJL's is noted as a whole, whatever it is made of. Arrays live as
 * long as the manager, however often they are closed.
 */
final class Recorder {

    // What says something of an array, or gives it a name, and computes nothing.
    private static final Set<String> QUESTIONS =
            Set.of(
                    "getName",
                    "setName",
                    "getUid",
                    "getDataType",
                    "getDevice",
                    "getShape",
                    "getSparseFormat",
                    "isSparse",
                    "isScalar",
                    "isEmpty",
                    "size",
                    "isReleased",
                    "hasGradient",
                    "setRequiresGradient");

    private static final Set<String> OWNERSHIP =
            Set.of("close", "attach", "tempAttach", "detach", "attachAll", "tempAttachAll", "cap");

    private final Trace trace;
    private final NDManager real;
    private final NDManager manager;
    private final IdentityHashMap<NDArray, Traced> traced = new IdentityHashMap<>(); // by proxy
    private final IdentityHashMap<NDArray, NDArray> proxies =
            new IdentityHashMap<>(); // by the engine's

    Recorder(Trace trace, NDManager real) {
        this.trace = trace;
        this.real = real;
        manager = (NDManager) proxy(NDManager.class, NDManager.class, this::onManager);
    }

    private static Object proxy(Class<?> one, Class<?> other, InvocationHandler handler) {
        Class<?>[] types = one == other ? new Class<?>[] {one} : new Class<?>[] {one, other};
        return Proxy.newProxyInstance(
                Recorder.class.getClassLoader(),
                types,
                (self, method, arguments) ->
                        method.getDeclaringClass() == Object.class
                                ? identity(self, method, arguments)
                                : handler.invoke(self, method, arguments));
    }

    private static Object identity(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "recorded";
        };
    }

    /** Returns the array that stands before one that is noted. */
    NDArray watched(Traced array) {
        NDArray known = proxies.get(array.real());
        if (known != null) {
            return known;
        }
        InvocationHandler handler = (self, method, given) -> onArray((NDArray) self, method, given);
        NDArray proxy = (NDArray) proxy(NDArray.class, Watched.class, handler);
        traced.put(proxy, array);
        proxies.put(array.real(), proxy);
        return proxy;
    }

    /** Returns what is noted of an array; of one that nobody watches, that it is constant. */
    Traced traced(NDArray array) {
        Traced known = traced.get(array);
        return known == null ? trace.constant(array) : known;
    }

    private @Nullable Object onArray(NDArray self, Method method, Object[] given) throws Throwable {
        Traced array = traced(self);
        Object[] arguments = given == null ? new Object[0] : given;
        String name = method.getName();
        if (name.equals("note")) {
            @SuppressWarnings("unchecked")
            Function<NDList, NDArray> computation = (Function<NDList, NDArray>) arguments[2];
            return noteWhole(arguments[0], (NDList) arguments[1], computation);
        }
        if (name.equals("getManager")) {
            return manager;
        }
        if (name.equals("getNDArrayInternal")) {
            NDArrayEx internal = array.real().getNDArrayInternal();
            return proxy(
                    NDArrayEx.class,
                    NDArrayEx.class,
                    (ex, called, more) -> onInternal(self, internal, called, more));
        }
        if (OWNERSHIP.contains(name)) {
            return null;
        }
        if (QUESTIONS.contains(name)) {
            return called(method, array.real(), arguments);
        }
        return noted("", method, array.real(), self, arguments);
    }

    private Object onInternal(NDArray self, NDArrayEx internal, Method method, Object[] given)
            throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        return method.getName().equals("getArray")
                ? self
                : noted("ex.", method, internal, self, arguments);
    }

    private @Nullable Object onManager(Object self, Method method, Object[] given)
            throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        String name = method.getName();
        if (OWNERSHIP.contains(name)) {
            return null;
        }
        if (name.equals("newSubManager") || name.equals("getParentManager")) {
            return self;
        }
        Object result = called(method, real, arguments);
        if (!(result instanceof NDArray array)) {
            return result;
        }
        return watched(
                switch (name) {
                    case "randomNormal" -> random("noise", Graph.Source.NORMAL, array);
                    case "randomUniform" -> random("chance", Graph.Source.UNIFORM, array);
                    default -> trace.constant(array);
                });
    }

    Traced random(String name, Graph.Source source, NDArray array) {
        return trace.input(name, source, array);
    }

    private NDArray noteWhole(
            Object operation, NDList arrays, Function<NDList, NDArray> computation) {
        NDArray result = computation.apply((NDList) plain(arrays));
        List<Traced> of = arrays.stream().map(this::traced).toList();
        return watched(Methods.whole(trace, operation, of, result));
    }

    private Object noted(
            String kind, Method method, Object target, NDArray self, Object[] arguments)
            throws Throwable {
        Object result = called(method, target, arguments);
        NDList results = new NDList();
        if (result instanceof NDArray array) {
            results.add(array);
        } else if (result instanceof NDList list) {
            results.addAll(list);
        } else {
            throw new IllegalArgumentException(
                    "computation must not look at the values of arrays, but calls "
                            + method.getName());
        }
        Call call = new Call(this, trace, traced(self), Arrays.asList(arguments), results);
        List<Traced> outcome = Methods.note(kind + method.getName(), call);
        NDList watched = new NDList();
        outcome.forEach(array -> watched.add(watched(array)));
        return result instanceof NDArray ? watched.head() : watched;
    }

    private Object called(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, Arrays.stream(arguments).map(this::plain).toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    // The engine's own arrays in the place of those before them.
    private Object plain(Object argument) {
        if (argument == manager) {
            return real;
        }
        if (argument instanceof NDList list) {
            NDList plain = new NDList();
            list.forEach(array -> plain.add((NDArray) plain(array)));
            return plain;
        }
        if (argument instanceof NDArray array) {
            Traced known = traced.get(array);
            return known == null ? array : known.real();
        }
        return argument;
    }

    /** Returns what is noted of an argument that is an array, or of a number. */
    Traced operand(Object argument, Traced like) {
        return argument instanceof Number number
                ? trace.number(number, like)
                : traced((NDArray) argument);
    }

    List<Traced> all(NDList list) {
        List<Traced> all = new ArrayList<>();
        list.forEach(array -> all.add(traced(array)));
        return all;
    }
}
