package io.github.autoencoders.array;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.Buffer;

/**
 * Arrays that DJL reads by itself, as parameters, in memory that is held until they are copied, as
 * {@link Numbers} says.
 */
public final class ArrayReading {

    private ArrayReading() {}

    /**
     * Returns a manager to read arrays with: they are another manager's. One that reads arrays in a
     * way of its own, as a proxy does, is returned itself.
     */
    public static NDManager by(NDManager manager) {
        if (Proxy.isProxyClass(manager.getClass())) {
            return manager;
        }
        return (NDManager)
                Proxy.newProxyInstance(
                        NDManager.class.getClassLoader(),
                        new Class<?>[] {NDManager.class},
                        (proxy, method, arguments) -> call(manager, proxy, method, arguments));
    }

    private static Object call(NDManager manager, Object proxy, Method method, Object[] arguments)
            throws Throwable {
        if (method.getName().equals("decode")) {
            return InvocationHandler.invokeDefault(proxy, method, arguments); // it makes an array
        }
        if (method.getName().equals("create") && arguments[0] instanceof Buffer values) {
            return Numbers.of(manager, values, (Shape) arguments[1], (DataType) arguments[2]);
        }
        try {
            return method.invoke(manager, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Returns the arrays that DJL wrote to a stream. */
    public static NDList decode(NDManager manager, InputStream in) {
        return NDList.decode(by(manager), in);
    }
}
