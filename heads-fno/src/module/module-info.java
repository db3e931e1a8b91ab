/** The heads fno and b-fno. */
module io.github.convexheads.fno {
  requires transitive io.github.convexheads.api;

  exports io.github.convexheads.fno;

  provides io.github.convexheads.api.head.HeadProvider with
      io.github.convexheads.fno.FnoHeadProvider,
      io.github.convexheads.fno.BlockFnoHeadProvider;
}
