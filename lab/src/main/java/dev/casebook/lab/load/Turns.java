package dev.casebook.lab.load;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * How the system lets the generator's thread take its turns. A generator runs for microseconds at a time and must run on time, while its target
 * fills the cores: a generator that waits for a core measures its own delay. {@code sched_setattr(2)} of Linux helps.
 */
public enum Turns {
    /** Before every ordinary thread, {@code SCHED_RR}: for root, and for whom {@code ulimit -r} allows it. */
    REAL_TIME("real-time"),
    /**
     * Any user may have them. Since Linux 6.12 a thread that wakes with a shorter slice may take over from one in the midst of a longer, and gets
     * no more of the machine for it (EEVDF).
     */
    SHORT("short"),
    /** As every other thread; a schedule is hard to hold on a busy machine. */
    ORDINARY("ordinary");

    private static final int SCHED_OTHER = 0;
    private static final int SCHED_RR = 2;

    /** The shortest that Linux takes. */
    private static final long SHORT_NANOS = 100_000;

    /** The least of real-time, which is still before all else. */
    private static final int PRIORITY = 1;

    private static final int CURRENT_THREAD = 0;
    private static final int NO_FLAGS = 0;

    /** {@code struct sched_attr}: size, policy, flags (8 bytes), nice, priority, runtime, deadline, period (8 bytes each). */
    private static final int ATTR_BYTES = 48;

    private static final int POLICY_OFFSET = 4;
    private static final int PRIORITY_OFFSET = 20;
    private static final int RUNTIME_OFFSET = 24;

    private final String title;

    Turns(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }

    /** Asks for the best there is, for the thread that calls. */
    static Turns ofThisThread() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return ORDINARY;
        }
        if (taken(SCHED_RR, PRIORITY, 0)) {
            return REAL_TIME;
        }
        return taken(SCHED_OTHER, 0, SHORT_NANOS) ? SHORT : ORDINARY;
    }

    private static boolean taken(int policy, int priority, long nanos) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            attr.set(ValueLayout.JAVA_INT, 0, ATTR_BYTES);
            attr.set(ValueLayout.JAVA_INT, POLICY_OFFSET, policy);
            attr.set(ValueLayout.JAVA_INT, PRIORITY_OFFSET, priority);
            attr.set(ValueLayout.JAVA_LONG, RUNTIME_OFFSET, nanos);
            return (long) syscall().invokeExact(number(), (long) CURRENT_THREAD, attr, (long) NO_FLAGS) == 0;
        } catch (Throwable unavailable) {
            return false;
        }
    }

    /** glibc has no function for {@code sched_setattr} before 2.41. */
    private static MethodHandle syscall() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
    }

    /** Of {@code sched_setattr}, in the kernel's tables. */
    private static long number() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64") ? 274 : 314;
    }
}
