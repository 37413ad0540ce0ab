"""Reads checkpoints with torch, and with an unpickler that calls nothing but the functions of torch that make tensors.

Any other class or function is a class that takes everything, so that a damaged file runs nothing.
"""

import codecs, collections, io, pickle, types

import torch

network_keys = ("ema", "G_ema", "ema_model", "model_ema", "net", "model", "state_dict", "params", "module")


class Anything(dict):
    def __new__(cls, *args, **named):
        return dict.__new__(cls)

    def __init__(self, *args, **named):
        pass

    def __setstate__(self, state):
        self.state = state

    def append(self, value):
        pass

    extend = add = append


class Module:
    """The object of a persistent class: its state."""

    def __init__(self, meta):
        is_class = isinstance(meta, dict) and meta.get("type") == "class"
        self.state = meta.get("state") if is_class else None


def load_storage(data):
    return torch.load(io.BytesIO(data), weights_only=False, pickle_module=pickle_module)


def or_anything(function):
    """The function, or an object of `Anything` where it fails: a damaged call matters only where its result is needed."""

    def call(*args):
        try:
            return function(*args)
        except Exception:
            return Anything()

    return call


known = {
    ("torch._utils", "_rebuild_tensor_v2"): or_anything(torch._utils._rebuild_tensor_v2),
    ("torch._utils", "_rebuild_tensor_v3"): or_anything(torch._utils._rebuild_tensor_v3),
    ("torch._utils", "_rebuild_parameter"): or_anything(torch._utils._rebuild_parameter),
    ("torch.storage", "_load_from_bytes"): or_anything(load_storage),
    ("torch.storage", "UntypedStorage"): torch.UntypedStorage,
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("_codecs", "encode"): codecs.encode,
    ("builtins", "set"): set,
    ("__builtin__", "set"): set,
    ("__builtin__", "dict"): dict,
    ("builtins", "dict"): dict,
}


class EasyDict(dict):
    pass


def reconstructor(cls, base, state):
    return EasyDict(state) if base is dict else Anything()


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if name == "_reconstruct_persistent_obj":
            return Module
        if name == "EasyDict":
            return EasyDict
        if name == "_reconstructor":
            return reconstructor
        if module == "torch" and isinstance(getattr(torch, name, None), (torch.dtype, type(torch.FloatStorage))):
            return getattr(torch, name)
        return known.get((module, name)) or type("Other", (Anything,), {})


pickle_module = types.SimpleNamespace(
    Unpickler=Unpickler, load=lambda file, **named: Unpickler(file, **named).load(), __name__="reference"
)


def module_arrays(module, prefix=""):
    state = module.state
    for group in (state["_parameters"], state["_buffers"]):
        for name, tensor in group.items():
            temporary = group is state["_buffers"] and name in state.get("_non_persistent_buffers_set", ())
            if tensor is not None and not temporary:
                yield prefix + name, tensor
    for name, child in state["_modules"].items():
        if child is not None:
            yield from module_arrays(child, f"{prefix}{name}.")


def numpy_array(tensor):
    if not isinstance(tensor, torch.Tensor):
        raise TypeError(f"{type(tensor)} is no tensor")
    tensor = tensor.detach()
    return (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).numpy()


def torch_arrays(path):
    if path.endswith(".pkl"):
        with open(path, "rb") as file:
            found = Unpickler(file).load()
    else:
        found = torch.load(path, weights_only=False, map_location="cpu", pickle_module=pickle_module)
    if isinstance(found, dict):
        candidates = [found] + [found[key] for key in network_keys if key in found]
    else:
        candidates = [found]
    for each in candidates:
        if isinstance(each, Module) and isinstance(each.state, dict):
            return [(name, numpy_array(tensor)) for name, tensor in module_arrays(each)]
    for each in candidates:
        if isinstance(each, dict) and any(isinstance(value, torch.Tensor) for value in each.values()):
            return [(name, numpy_array(tensor)) for name, tensor in each.items()]
    raise ValueError("no network and no state dict")
