/**
 * Array files, read as if an adversary had written them, and written whole or not at all.
 *
 * <p>Read in this order: {@link io.github.convexheads.api.internal.format.StoredArray}, an array as
 * a file holds it; {@link io.github.convexheads.api.internal.format.Npy}, one array per file, read,
 * mapped or written; {@link io.github.convexheads.api.internal.format.NpyWriter}, the same piece by
 * piece; {@link io.github.convexheads.api.internal.format.Npz} and {@link
 * io.github.convexheads.api.internal.format.Safetensors}, several arrays per file; {@link
 * io.github.convexheads.api.internal.format.ArrayFile}, any of these three by the names of its
 * arrays, mapped where possible; {@link io.github.convexheads.api.internal.format.AtomicFile}, what
 * every writer stands on.
 *
 * <p>Whatever the bytes, a reader returns or throws {@link
 * io.github.convexheads.api.internal.format.FormatException}; it never takes more memory than the
 * file or the {@link io.github.convexheads.api.internal.format.ReadLimits} can back. What the file
 * system refuses is a {@link io.github.convexheads.api.internal.format.FileException}. Both are
 * {@link io.github.convexheads.api.error.InvalidInputException}s whose message is meant for the
 * user.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.format;

import org.apiguardian.api.API;
