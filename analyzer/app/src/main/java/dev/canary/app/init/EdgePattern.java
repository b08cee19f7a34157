package dev.canary.app.init;

/** How all the elements of an input are chosen in one case, and why that is worth asking. */
enum EdgePattern {
  ZEROS("zeros", "all zero: what a missing value often becomes"),
  ONES("ones", "all one"),
  MINUS_ONES("minus-ones", "all minus one: the boundary below zero, and a common mark of \"none\""),
  LOWEST("lowest", "the lowest finite value of each type"),
  HIGHEST("highest", "the highest finite value of each type"),
  TINY("tiny", "the smallest normal number of each type: a step further it is subnormal"),
  SUBNORMAL("subnormal", "the smallest number above zero, which some hardware flushes to zero"),
  BOUNDARIES("boundaries", "-1, 0, 1, tiny, subnormal and negative zero in turn"),
  LEAST_SEEN("least-seen", "the least that the model saw in training"),
  MOST_SEEN("most-seen", "the most that the model saw in training");

  private final String id;
  private final String why;

  EdgePattern(String id, String why) {
    this.id = id;
    this.why = why;
  }

  /** The id of the case. */
  String id() {
    return id;
  }

  /** The reason of the case. */
  String why() {
    return why;
  }
}
