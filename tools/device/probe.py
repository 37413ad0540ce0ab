"""Prints as JSON which libraries this Python has, and if they find a GPU."""

import json


def probe(name, has_gpu):
    try:
        library = __import__(name)
        return {"version": library.__version__, "gpu": bool(has_gpu(library))}
    except Exception as error:  # a library may fail to load in any way
        return {"missing": f"{type(error).__name__}: {error}".splitlines()[0]}


print(
    json.dumps(
        {
            "torch": probe("torch", lambda torch: torch.cuda.is_available()),
            "jax": probe("jax", lambda jax: any(device.platform == "gpu" for device in jax.devices())),
        }
    )
)
