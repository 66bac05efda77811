package dev.casebook.lab.load;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * Asks Linux for short turns of the current thread. A generator runs for microseconds at a time and must run on time, and its target fills the
 * cores. Since Linux 6.12 a thread that wakes with a shorter slice may take over from one in the midst of a longer, and gets no more of the
 * machine for it: EEVDF, {@code sched_setattr(2)}; needs no privilege.
 */
final class ShortSlice {

    /** The shortest that Linux takes. */
    private static final long NANOS = 100_000;

    private static final int CURRENT_THREAD = 0;
    private static final int SCHED_OTHER = 0;
    private static final int NO_FLAGS = 0;

    /** {@code struct sched_attr}: size, policy, flags (8 bytes), nice, priority, runtime, deadline, period (8 bytes each). */
    private static final int ATTR_BYTES = 48;

    private static final int POLICY_OFFSET = 4;
    private static final int RUNTIME_OFFSET = 24;

    private ShortSlice() {}

    /** @return whether the system took it */
    static boolean ofThisThread() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        try (var arena = Arena.ofConfined()) {
            var linker = Linker.nativeLinker();
            // glibc has no function for it before 2.41.
            var syscall = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
            MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
            attr.set(ValueLayout.JAVA_INT, 0, ATTR_BYTES);
            attr.set(ValueLayout.JAVA_INT, POLICY_OFFSET, SCHED_OTHER);
            attr.set(ValueLayout.JAVA_LONG, RUNTIME_OFFSET, NANOS);
            return (long) syscall.invokeExact(number(), (long) CURRENT_THREAD, attr, (long) NO_FLAGS) == 0;
        } catch (Throwable unavailable) {
            return false;
        }
    }

    /** Of {@code sched_setattr}, in the kernel's tables. */
    private static long number() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64") ? 274 : 314;
    }
}
