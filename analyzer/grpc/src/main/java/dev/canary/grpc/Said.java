package dev.canary.grpc;

import dev.canary.target.Sign.Says;

/**
 * What one endpoint said of the server's health.
 *
 * @param says its meaning
 * @param text the endpoint and its answer, as in {@code ModelReady: yes}
 */
record Said(Says says, String text) {}
