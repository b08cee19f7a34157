package dev.canary.http.protocol;

import dev.canary.target.LoadException;
import dev.canary.target.Option;
import dev.canary.tensor.DType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of the outputs of an answer whose JSON has no fixed form.
 *
 * @param types of outputs, by name
 * @param objects what an object of numbers stands for
 */
record OutputForm(Types types, Objects objects) {
  /** The option that {@link Objects} are the words of. */
  static final Option OBJECTS = Option.word("objects", List.of("outputs", "classes", "ranked"));

  /**
   * What an object of several single numbers stands for: the words of the option {@code objects}.
   */
  enum Objects {
    /** One output for each key. */
    OUTPUTS,
    /** A number for each class. */
    CLASSES,
    /** The best few of many classes: which ones they are differs from answer to answer. */
    RANKED
  }

  /**
   * As the options say.
   *
   * @param otherwise what objects stand for where no option says it
   * @throws LoadException if an option makes no sense
   */
  static OutputForm of(Settings settings, Objects otherwise) throws LoadException {
    Objects objects =
        settings
            .word(OBJECTS.key(), OBJECTS.words())
            .map(word -> Objects.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(otherwise);
    return new OutputForm(Types.of(settings), objects);
  }

  /** The same, and for outputs whose types are not known yet these. */
  OutputForm or(Map<String, DType> told) {
    return new OutputForm(types.or(told), objects);
  }
}
