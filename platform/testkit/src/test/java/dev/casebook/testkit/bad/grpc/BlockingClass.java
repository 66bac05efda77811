package dev.casebook.testkit.bad.grpc;

import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

@GrpcService
@Blocking
class BlockingClass {

    void call() {}
}
