package dev.canary.http;

import dev.canary.http.protocol.Protocol;
import dev.canary.target.Nonce;
import java.util.Optional;

/**
 * What a suite says about a server, read once.
 *
 * @param word of the protocol
 * @param protocol ready to word requests
 * @param model the model's name on the server, if the suite gives one
 * @param version the version this deployment is said to have
 */
record Setup(
    String word,
    Protocol protocol,
    Address address,
    Optional<String> model,
    Optional<String> version,
    Manners manners,
    Credentials credentials,
    Nonce nonce) {}
