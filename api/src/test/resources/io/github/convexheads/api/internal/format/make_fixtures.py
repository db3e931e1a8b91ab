"""Writes the fixtures of this folder, each below 1 KB: NumPy 2.4.6, safetensors 0.8.0.

    python3 make_fixtures.py

Element i in C order of the NPY files is i - 5 for signed integers, i for unsigned ones, i % 2 for bool and
0.375 * (i - 5) for floating-point types, at shape (2, 3, 4) unless the name says otherwise.
"""
import hashlib
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent


def values(dtype, shape=(2, 3, 4)):
    i = np.arange(int(np.prod(shape)))
    kind = np.dtype(dtype).kind
    v = {"f": 0.375 * (i - 5), "i": i - 5, "u": i, "b": i % 2}[kind]
    return v.astype(dtype).reshape(shape)


def save_as(file, array, descr):
    """What ml_dtypes makes numpy.save write for bfloat16."""
    header = np.lib.format.header_data_from_array_1_0(array)
    header["descr"] = descr
    with open(file, "wb") as f:
        np.lib.format.write_array_header_1_0(f, header)
        f.write(array.tobytes(order="A"))


def npy():
    for dtype in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
        for endian in "<>" if int(dtype[1]) > 1 else "|":
            name = np.dtype(dtype).name + {"<": "-little", ">": "-big", "|": ""}[endian]
            np.save(HERE / f"{name}-c.npy", values(endian + dtype))
            np.save(HERE / f"{name}-fortran.npy", np.asfortranarray(values(endian + dtype)))
    brain = (values("<f4").view("<u4") >> 16).astype("<u2")
    for endian, name in [("<", "bfloat16-little"), (">", "bfloat16-big")]:
        for order, array in [("c", brain), ("fortran", np.asfortranarray(brain))]:
            stored = array.astype(endian + "u2", order="K")
            save_as(HERE / f"{name}-{order}.npy", stored, endian + "V2")
    save_as(HERE / "bfloat16-native.npy", brain, "|V2")
    np.save(HERE / "text-unicode-little.npy", np.array([["cat", "\u00e9\U0001f600"], ["", "a b"]], "<U3"))
    np.save(HERE / "text-unicode-big.npy", np.array([["cat", "\u00e9\U0001f600"], ["", "a b"]], ">U3"))
    np.save(HERE / "text-bytes.npy", np.array([b"cat", b"", b"horse"]))
    np.save(HERE / "rank0.npy", np.float64(2.5))
    np.save(HERE / "rank1.npy", values("<i4", (7,)))
    np.save(HERE / "empty.npy", values("<f4", (0, 3)))
    for version in [(2, 0), (3, 0)]:
        with open(HERE / f"version{version[0]}.npy", "wb") as f:
            np.lib.format.write_array(f, values("<f4"), version=version)
    python2 = b"{'descr': '<i8', 'fortran_order': False, 'shape': (2L, 1L)}"
    python2 += b" " * (16 - (10 + len(python2) + 1) % 16) + b"\n"
    (HERE / "python2.npy").write_bytes(
        b"\x93NUMPY\x01\x00" + len(python2).to_bytes(2, "little") + python2
        + np.array([3, 4], "<i8").tobytes())
    np.save(HERE / "refused-records.npy", np.zeros(2, [("a", "<f4"), ("b", "<i4")]))
    np.save(HERE / "refused-objects.npy", np.array([{}, []], dtype=object), allow_pickle=True)
    np.save(HERE / "refused-complex.npy", np.zeros(2, "<c8"))
    np.save(HERE / "refused-text.npy", np.array(["a", "b"]))
    np.save(HERE / "refused-time.npy", np.zeros(2, "<M8[D]"))
    nan = values("<f4")
    nan[1, 0, 3] = np.nan
    np.save(HERE / "nan.npy", nan)


def npz():
    arrays = {"tokens": values("<f4", (2, 3)), "labels": values("<i8", (3,))}
    np.savez(HERE / "stored.npz", **arrays)
    np.savez_compressed(HERE / "deflated.npz", **arrays)
    mixed = {"features": values("<f4", (2, 3)), "labels": np.array(["cat", "dog"])}
    np.savez(HERE / "mixed-stored.npz", **mixed)
    np.savez_compressed(HERE / "mixed-deflated.npz", **mixed)


def safetensors():
    from safetensors.numpy import save_file

    arrays = {np.dtype(c).name: values(c, (3, 2)) for c in ["f8", "f4", "f2", "i8", "i4", "u1"]}
    arrays["empty"] = np.zeros((0, 5), np.float32)
    arrays["number"] = np.array(2.5)
    save_file(arrays, HERE / "reference.safetensors", metadata={"head": "attention \u00e9\u6ce8"})
    save_file({}, HERE / "nothing.safetensors")


def float16_digests():
    """Printed; the tests hold them."""
    halves = np.arange(65536, dtype=np.uint16).view(np.float16)
    wide = halves.astype("<f4")
    wide[np.isnan(wide)] = np.frombuffer(b"\x00\x00\xc0\x7f", "<f4")[0]
    print("all float16 as float32:", hashlib.sha256(wide.tobytes()).hexdigest())
    j = np.arange(1 << 20, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    # every significand, exponents 2^-30 to 2^17, both signs
    exponent = (j >> np.uint64(52)) % np.uint64(48) + np.uint64(1023 - 30)
    bits = (j & np.uint64(0x800FFFFFFFFFFFFF)) | (exponent << np.uint64(52))
    with np.errstate(over="ignore"):
        narrow = bits.view(np.float64).astype("<f2")
    print("2^20 float64 as float16:", hashlib.sha256(narrow.tobytes()).hexdigest())


npy()
npz()
safetensors()
float16_digests()
