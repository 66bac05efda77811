package dev.casebook.shortener.rules;

/** The statuses that a redirect may have. */
public enum RedirectStatus {
    MOVED_PERMANENTLY(301),
    FOUND(302),
    TEMPORARY(307),
    PERMANENT(308);

    private final int code;

    RedirectStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @throws BrokenRuleException for every other number than 301, 302, 307 and 308 */
    public static RedirectStatus of(int code) {
        for (var status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new BrokenRuleException("redirect-status", "status", "The status must be 301, 302, 307 or 308");
    }
}
