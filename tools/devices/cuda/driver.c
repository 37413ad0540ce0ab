// A stand-in for NVIDIA's driver on a machine without a device: the library loads, and states that there is none.
#include <string.h>

typedef int Result;
enum { success = 0, no_device = 100 };

static Result none(void) { return no_device; }

Result cuInit(unsigned flags) { return no_device; }

Result cuDriverGetVersion(int *version) {
  *version = 13000;
  return success;
}

// cudart asks for all other functions by name.
Result cuGetProcAddress_v2(const char *name, void **function, int version, unsigned long long flags, int *status) {
  if (status) *status = 0;
  *function = (void *)none;
  if (!strcmp(name, "cuInit")) *function = (void *)cuInit;
  if (!strcmp(name, "cuDriverGetVersion")) *function = (void *)cuDriverGetVersion;
  if (!strcmp(name, "cuGetProcAddress")) *function = (void *)cuGetProcAddress_v2;
  return success;
}

Result cuTensorMapEncodeTiled(void) { return no_device; }
