/**
 * What is remembered, in SQL: SQLite in the workspace, PostgreSQL for several nodes.
 *
 * <p>{@code Store} opens it and holds what runs leave: observations, evidence, alerts, events on
 * their way out. {@code DueTable} is what is due when, {@code ActionLog} what became of alerts for
 * the actions that follow them, {@code DaemonTable} who has which watches.
 *
 * <p>What every run of the tool passes through (opening, recording, the outbox) is plain JDBC, and
 * Flyway is loaded only when a schema has to change: Jdbi's first statement costs a fresh JVM about
 * 0.2 s and Flyway about 1 s, more than the whole command may take. What people ask afterwards
 * ({@code RunHistory}) goes through Jdbi.
 */
@NullMarked
package dev.canary.store;

import org.jspecify.annotations.NullMarked;
