package dev.casebook.shortener.shlink;

import dev.casebook.shortener.apikeys.ApiKeys;
import dev.casebook.shortener.links.LinkRefusedException;
import dev.casebook.shortener.rules.BrokenRuleException;
import dev.casebook.shortener.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.function.Function;

/** Whose key came with the request that is being answered. Nothing is answered but through here, so nothing is answered without a key. */
@ApplicationScoped
class ShlinkCaller {

    private static final String HEADER = "X-Api-Key";

    private final ApiKeys keys;
    private final Store store;
    private final HttpHeaders headers;

    ShlinkCaller(ApiKeys keys, Store store, HttpHeaders headers) {
        this.keys = keys;
        this.store = store;
        this.headers = headers;
    }

    <T> T answer(Function<String, T> work) {
        return answer("", work);
    }

    /**
     * @param code of the link that the request is about
     * @param work from the owner of the key to the answer
     */
    <T> T answer(String code, Function<String, T> work) {
        var owner = owner();
        try {
            return work.apply(owner);
        } catch (LinkRefusedException e) {
            throw ShlinkProblems.of(e.refusal(), code);
        } catch (BrokenRuleException e) {
            throw ShlinkProblemException.invalidData(e.field(), e.getMessage());
        }
    }

    private String owner() {
        var key = headers.getHeaderString(HEADER);
        if (key == null || key.isBlank()) {
            throw ShlinkProblemException.missingAuthentication(HEADER);
        }
        return store.change(() -> keys.owner(key)).orElseThrow(ShlinkProblemException::invalidApiKey);
    }
}
