package dev.casebook.shortener.links;

import dev.casebook.shortener.rules.Redirection;

/**
 * A link that passed the rules and has its code, but is not stored yet.
 *
 * @param chosen true when a person chose the code: then it is taken or not; otherwise another code will do
 */
public record Draft(String code, boolean chosen, Redirection redirection, Label label) {

    Draft withCode(String another) {
        return new Draft(another, chosen, redirection, label);
    }
}
