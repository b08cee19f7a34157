package dev.canary.app.web;

import dev.canary.http.wire.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Who the server is to those who come over TLS.
 *
 * @param context with its certificate and key
 */
record Identity(SSLContext context) {
  private static final char[] NO_PASSWORD = new char[0];

  /**
   * Of PEM texts.
   *
   * @throws GeneralSecurityException if either is none, or they do not belong together
   */
  static Identity of(String certificate, String key) throws GeneralSecurityException {
    Certificate[] chain =
        Pem.certificates("http.tls.certificate", certificate).toArray(Certificate[]::new);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, NO_PASSWORD);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty store cannot fail to be made", e);
    }
    store.setKeyEntry("server", Pem.key("http.tls.key", key), NO_PASSWORD, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return new Identity(context);
  }
}
