/** A modular application that fits attention. */
module org.example.consumer {
  requires io.github.convexheads.api;
  requires io.github.convexheads.attention;
  requires io.github.convexheads.ojalgo;
}
