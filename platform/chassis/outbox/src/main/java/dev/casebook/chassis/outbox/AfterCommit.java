package dev.casebook.chassis.outbox;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;

record AfterCommit(Runnable action) implements Synchronization {

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
        if (status == Status.STATUS_COMMITTED) {
            action.run();
        }
    }
}
