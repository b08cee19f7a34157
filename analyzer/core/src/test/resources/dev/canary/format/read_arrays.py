"""Reads array files without the code under test: .npy with NumPy, safetensors with struct and json.

Prints one line for each array: name, type, shape, and the little-endian bytes in hexadecimal.
With --write it first writes .npy files for the code under test to read.
"""
import json
import struct
import sys

import numpy


def show(name, dtype, shape, data):
    print(name, dtype, "x".join(str(n) for n in shape) or "-", data.hex() or "-")


def safetensors(path):
    content = open(path, "rb").read()
    (length,) = struct.unpack("<Q", content[:8])
    assert length % 8 == 0, "the header keeps the data aligned"
    header = json.loads(content[8 : 8 + length].decode("utf-8"))
    header.pop("__metadata__", None)
    data = content[8 + length :]
    widths = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "BOOL": 1}
    widths |= {sign + str(8 * width): width for sign in "IU" for width in (8, 4, 2, 1)}
    at = 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        assert begin == at, "no gap and no overlap"
        assert begin % widths[entry["dtype"]] == 0, "every tensor is aligned"
        show(name, entry["dtype"], entry["shape"], data[begin:end])
        at = end
    assert at == len(data), "nothing follows the last tensor"


def npy(path):
    array = numpy.load(path, allow_pickle=False)
    show(path.rsplit("/", 1)[-1], array.dtype.str, array.shape, array.tobytes())


def write(folder):
    rows = numpy.arange(6, dtype="<f4").reshape(2, 3)
    numpy.save(folder + "/fortran.npy", numpy.asfortranarray(rows))
    numpy.save(folder + "/big.npy", rows.astype(">f4"))
    numpy.save(folder + "/texts.npy", numpy.array([["a", "\u00e9\U0001f616"], ["", "bc"]]))
    numpy.save(folder + "/scalar.npy", numpy.float16(-0.0))
    numpy.save(folder + "/none.npy", numpy.zeros((0, 3), dtype="i1"))
    with open(folder + "/v3.npy", "wb") as out:
        numpy.lib.format.write_array(out, numpy.array([True, False]), version=(3, 0))


for argument in sys.argv[1:]:
    if argument.startswith("--write="):
        write(argument.removeprefix("--write="))
    elif argument.endswith(".npy"):
        npy(argument)
    else:
        safetensors(argument)
