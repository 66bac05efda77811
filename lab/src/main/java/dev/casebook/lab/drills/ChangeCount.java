package dev.casebook.lab.drills;

/**
 * What became of route files.
 *
 * @param valid without a mistake
 * @param applied of these, by which requests were answered in time
 * @param wrong with a mistake
 * @param refused of these, said to be and without an effect
 * @param failed requests that asked for it, and were not answered as they should be
 */
record ChangeCount(int valid, int applied, int wrong, int refused, int failed) {

    static final ChangeCount NONE = new ChangeCount(0, 0, 0, 0, 0);

    ChangeCount plusValid(boolean isApplied) {
        return new ChangeCount(valid + 1, applied + (isApplied ? 1 : 0), wrong, refused, failed);
    }

    ChangeCount plusWrong(boolean isRefused) {
        return new ChangeCount(valid, applied, wrong + 1, refused + (isRefused ? 1 : 0), failed);
    }

    ChangeCount plusFailed() {
        return new ChangeCount(valid, applied, wrong, refused, failed + 1);
    }
}
