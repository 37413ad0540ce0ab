"""Reads the files of a folder whose names have an ending with NumPy, safetensors, Pillow and torch.

Prints a line of JSON per file: its name, and its content or the error.
"""

import hashlib, io, json, os, sys, warnings

import numpy as np
import safetensors
from PIL import Image, ImageOps

warnings.simplefilter("ignore")


def array(a):
    if a.dtype.kind not in "fiub" or a.dtype.byteorder == ">":
        raise ValueError(f"dtype {a.dtype}")
    with np.errstate(all="ignore"):
        bits = np.ascontiguousarray(a, dtype="<f4").reshape(-1).view("<u4").copy()
    bits[(bits & 0x7FFFFFFF) > 0x7F800000] = 0x7FC00000
    return f"[{','.join(map(str, a.shape))}] {hashlib.sha256(bits.tobytes()).hexdigest()}"


def arrays(named):
    return "\n".join(sorted(f"{name.encode().hex()} {array(a)}" for name, a in named))


types = dict(F64="<f8", F32="<f4", F16="<f2", I64="<i8", I32="<i4", I16="<i2", I8="i1", U64="<u8", U32="<u4", U16="<u2", U8="u1", BOOL="?")


def tensor(entry):
    data, dtype = bytes(entry["data"]), entry["dtype"]
    if dtype == "BF16":
        return (np.frombuffer(data, "<u2").astype("<u4") << 16).view("<f4").reshape(entry["shape"])
    return np.frombuffer(data, types[dtype]).reshape(entry["shape"])


def image(path):
    with Image.open(path) as stored:
        stored.load()
        try:
            upright = ImageOps.exif_transpose(stored)
        except SyntaxError:  # malformed EXIF: Pillow reads such a WebP image, and ignores it in other formats
            upright = stored.copy()
    grey = upright.mode in ("1", "L", "LA")
    rgb = upright.convert("L" if grey else "RGB")
    return f"[{rgb.height},{rgb.width},{1 if grey else 3}] {hashlib.sha256(rgb.tobytes()).hexdigest()}"


def read(path):
    ending = path.rsplit(".", 1)[1]
    if ending == "npy":
        with open(path, "rb") as file:
            return array(np.lib.format.read_array(file, allow_pickle=False))
    if ending == "npz":
        with np.load(path, allow_pickle=False) as archive:
            return arrays((name, archive[name]) for name in archive.files)
    if ending in torch_endings:
        return arrays(torch_arrays(path))
    if ending in ("safetensors", "stored"):
        with open(path, "rb") as file:
            return arrays((name, tensor(entry)) for name, entry in safetensors.deserialize(file.read()))
    return image(path)


folder, wanted = sys.argv[1:]
torch_endings = ("pkl", "pt")
try:
    from reference_torch import torch_arrays
except ImportError:  # files of torch are then not compared
    torch_arrays = None
for name in sorted(name for name in os.listdir(folder) if name.endswith(wanted)):
    if name.endswith(".folder") or (torch_arrays is None and name.endswith(torch_endings)):
        continue
    try:
        result = {"content": read(os.path.join(folder, name))}
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps({"name": name, **result}))
