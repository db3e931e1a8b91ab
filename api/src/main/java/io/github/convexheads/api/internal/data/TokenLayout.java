package io.github.convexheads.api.internal.data;

import org.apiguardian.api.API;

/** The order in which a file keeps the values of a sample. */
@API(status = API.Status.INTERNAL)
public enum TokenLayout {
  /** Token after token: n x s x d, also n x h x w x d with s = h w, and n x d for s = 1. */
  NSD,
  /** Feature after feature, channels first: n x d x s, also n x d x h x w with s = h w. */
  NDS
}
