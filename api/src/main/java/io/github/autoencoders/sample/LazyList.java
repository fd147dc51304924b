package io.github.autoencoders.sample;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** A list whose members are made when they are asked for. */
final class LazyList<T> extends AbstractList<T> implements RandomAccess {

    private final int size;
    private final IntFunction<T> each;

    private LazyList(int size, IntFunction<T> each) {
        this.size = size;
        this.each = each;
    }

    static <T> List<T> of(int size, IntFunction<T> each) {
        return new LazyList<>(size, each);
    }

    @Override
    public T get(int index) {
        return each.apply(index);
    }

    @Override
    public int size() {
        return size;
    }
}
