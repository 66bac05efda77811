package dev.casebook.testkit.bad.grpc;

import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;

@GrpcService
class VirtualThreadMethod {

    @RunOnVirtualThread
    void call() {}
}
