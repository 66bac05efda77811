package dev.casebook.shortener.safety;

import jakarta.inject.Singleton;

/** Whether a link may still lead where it was allowed to lead when it was made: the block list has grown since. */
@Singleton
public class BlockedTargets {

    private final BlockList blocked;

    BlockedTargets(BlockList blocked) {
        this.blocked = blocked;
    }

    /**
     * Never blocks: a change of the list's file counts a moment after it was noticed. Costs nothing while the list is empty.
     *
     * @param url of a link, checked when it was made
     */
    public boolean contain(String url) {
        if (blocked.isUnused()) {
            return false;
        }
        try {
            return blocked.containsNow(Host.of(host(url)));
        } catch (TargetRefusedException _) {
            // Rules of today that it breaks are no reason to end a link of yesterday.
            return false;
        }
    }

    /** Between the slashes and the port. */
    private static String host(String url) {
        int start = url.indexOf("://") + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int port = url.lastIndexOf(':', end - 1);
        return url.substring(start, port > Math.max(start, url.lastIndexOf(']', end - 1)) ? port : end);
    }
}
