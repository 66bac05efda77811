package dev.casebook.gateway.proxy;

import dev.casebook.gateway.upstreams.UpstreamSettings;
import jakarta.inject.Singleton;

/** Both sides of the proxy. */
@Singleton
record ProxySettings(ClientSettings clients, UpstreamSettings upstreams) {}
