/** The daemon over HTTP: its health, what it watches as JSON, and the page for people. */
@NullMarked
package dev.canary.app.web;

import org.jspecify.annotations.NullMarked;
