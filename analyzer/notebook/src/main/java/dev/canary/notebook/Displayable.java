package dev.canary.notebook;

/** A value that a notebook shows as more than text: a cell that ends in one shows its content. */
public interface Displayable {
  /** What {@link #content} is, for example {@code text/html}. */
  String mimeType();

  /** What is shown, complete in itself. */
  String content();

  /** HTML, shown as it is: text from elsewhere must have been escaped. */
  static Displayable html(String html) {
    return new Content("text/html", html);
  }

  /** An SVG image. */
  static Displayable svg(String svg) {
    return new Content("image/svg+xml", svg);
  }

  /** Text made safe inside HTML and SVG. */
  static String escape(Object text) {
    return String.valueOf(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Any content; its text form names the type alone, so that a notebook holds it once. */
  record Content(String mimeType, String content) implements Displayable {
    @Override
    public String toString() {
      return "[" + mimeType + "]";
    }
  }
}
