package io.github.autoencoders.dataset;

import java.util.List;

/** What a message says where there may be too much to say it all. */
final class ShortList {

    private ShortList() {}

    /** Returns the first ones, and how many more there are than are to be shown. */
    static String of(List<String> all, int shown) {
        String more = all.size() > shown ? " and " + (all.size() - shown) + " more" : "";
        return String.join(", ", all.subList(0, Math.min(shown, all.size()))) + more;
    }
}
