package dev.canary.http;

import dev.canary.format.Mask;
import dev.canary.http.wire.TlsSettings.Verification;
import dev.canary.target.AccessTokens;
import dev.canary.target.LoadException;
import java.net.URI;
import java.util.Optional;

/** Access tokens for targets of other modules, fetched as those of this one are. */
final class OAuthTokens implements AccessTokens {
  private final Manners manners;
  private final Tokens tokens = new Tokens(Ticks.SYSTEM);
  private Optional<Sender> sender = Optional.empty();
  private Optional<Held.Tls> with = Optional.empty();

  /**
   * @param manners with the time-outs of the token's server
   */
  OAuthTokens(Manners manners) {
    this.manners = manners;
  }

  @Override
  public synchronized String get(Grant grant) throws LoadException {
    Mask mask = new Mask();
    mask.hide(grant.clientId(), grant.clientSecret());
    Held.Grant held =
        new Held.Grant(grant.tokenUrl(), grant.clientId(), grant.clientSecret(), grant.scope());
    try {
      return tokens.get(held, sender(grant), mask);
    } catch (Tokens.TokenException e) {
      throw new LoadException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new LoadException("target.tls: " + e.getMessage(), e);
    }
  }

  private Sender sender(Grant grant) {
    Held.Tls tls = new Held.Tls(grant.ca(), grant.certificate(), grant.key(), Verification.ON);
    if (sender.isEmpty() || !with.equals(Optional.of(tls))) {
      close();
      // The address is whole in every request.
      WireOpener opener = new WireOpener(URI.create(grant.tokenUrl()), manners);
      sender = Optional.of(opener.open(Wires.Use.TOKENS, tls));
      with = Optional.of(tls);
    }
    return sender.orElseThrow();
  }

  @Override
  public void refused(String token) {
    tokens.refused(token);
  }

  @Override
  public synchronized void close() {
    sender.ifPresent(Sender::close);
    sender = Optional.empty();
  }
}
