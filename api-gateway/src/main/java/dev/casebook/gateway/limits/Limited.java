package dev.casebook.gateway.limits;

import java.util.Optional;

/** A request, as limits look at it. */
public interface Limited {

    /** The subject of its token, if it had to have one. */
    Optional<String> user();

    /** The id of the API key that it came with, if it was one. */
    Optional<String> key();

    /** The client's, not that of a proxy of ours. */
    String address();

    /** The first value. */
    Optional<String> header(String name);

    /** The first value. */
    Optional<String> query(String name);
}
