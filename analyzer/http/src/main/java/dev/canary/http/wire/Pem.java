package dev.canary.http.wire;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as PEM text (RFC 7468). No message holds any of the text. */
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private Pem() {}

  /**
   * One certificate or more, in the text's order.
   *
   * @param what the text is, for messages
   * @throws GeneralSecurityException if it holds none
   */
  public static List<X509Certificate> certificates(String what, String text)
      throws GeneralSecurityException {
    List<X509Certificate> read;
    try {
      read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (CertificateException e) {
      throw new CertificateException(what + " cannot be read as certificates in PEM", e);
    }
    if (read.isEmpty()) {
      throw new CertificateException(
          what + " holds no certificate; wanted is PEM, '-----BEGIN CERTIFICATE-----'");
    }
    return read;
  }

  /**
   * The first private key of the text, PKCS#8 and not encrypted.
   *
   * @param what the text is, for messages
   * @throws GeneralSecurityException if it holds none
   */
  public static PrivateKey key(String what, String text) throws GeneralSecurityException {
    Matcher found = KEY.matcher(text);
    if (!found.find()) {
      throw new GeneralSecurityException(
          what + " holds no key; wanted is PEM, '-----BEGIN PRIVATE KEY-----'");
    }
    if (!found.group(1).equals("PRIVATE KEY")) {
      throw new GeneralSecurityException(
          "%s is a '%s'; wanted is a plain '%s': openssl pkcs8 -topk8 -nocrypt -in KEY"
              .formatted(what, found.group(1), "PRIVATE KEY"));
    }
    PKCS8EncodedKeySpec spec;
    try {
      spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(2)));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(what + " is no base64 text", e);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Of another algorithm.
      }
    }
    throw new GeneralSecurityException(what + " is of none of " + ALGORITHMS);
  }
}
