// The addon of @tensorflow/tfjs-node-gpu, whose sources are part of this translation unit, with functions: graphs that TensorFlow
// compiles and runs as one op.

#include <string>
#include <vector>

#include "tfjs_backend.cc"

// The module is registered below, with more exports.
#undef NAPI_MODULE
#define NAPI_MODULE(name, init)
#include "tfjs_binding.cc"

namespace tsl {
void enable_tensor_float_32_execution(bool enabled);
}

namespace tweedie {

using tfnodejs::TFJSBackend;
using Handles = std::unordered_map<int32_t, TFE_TensorHandle *>;

// An explicit instantiation may name private members of another class.
template <TFE_Context *TFJSBackend::*context, Handles TFJSBackend::*handles, int32_t TFJSBackend::*next_id,
          std::string TFJSBackend::*device>
struct PrivateMembers {
  friend TFE_Context *ContextOf(TFJSBackend *backend) { return backend->*context; }
  friend Handles &HandlesOf(TFJSBackend *backend) { return backend->*handles; }
  friend int32_t NextId(TFJSBackend *backend) { return (backend->*next_id)++; }
  friend const std::string &DeviceOf(TFJSBackend *backend) { return backend->*device; }
};
TFE_Context *ContextOf(TFJSBackend *);
Handles &HandlesOf(TFJSBackend *);
int32_t NextId(TFJSBackend *);
const std::string &DeviceOf(TFJSBackend *);
template struct PrivateMembers<&TFJSBackend::tfe_context_, &TFJSBackend::tfe_handle_map_,
                               &TFJSBackend::next_tensor_id_, &TFJSBackend::device_name>;

struct Arguments {
  napi_value values[3];
};

static Arguments ArgumentsOf(napi_env env, napi_callback_info info) {
  Arguments arguments;
  size_t count = 3;
  napi_get_cb_info(env, info, &count, arguments.values, nullptr, nullptr);
  return arguments;
}

static void ThrowStatus(napi_env env, TF_Status *status) {
  napi_throw_error(env, nullptr, TF_Message(status));
}

// addFunction(definition: Uint8Array): adds a FunctionDef to the context.
static napi_value AddFunction(napi_env env, napi_callback_info info) {
  Arguments arguments = ArgumentsOf(env, info);
  void *bytes = nullptr;
  size_t length = 0;
  if (napi_get_typedarray_info(env, arguments.values[0], nullptr, &length, &bytes, nullptr, nullptr) != napi_ok) {
    napi_throw_type_error(env, nullptr, "addFunction: expected a Uint8Array");
    return nullptr;
  }
  tfnodejs::TF_AutoStatus status;
  TFE_ContextAddFunctionDef(ContextOf(tfnodejs::GetTFJSBackend(env)), static_cast<const char *>(bytes), length,
                            status.status);
  if (TF_GetCode(status.status) != TF_OK) ThrowStatus(env, status.status);
  return nullptr;
}

// A call of a function, which runs on a thread of Node's pool.
struct Call {
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;
  TFE_Op *op = nullptr;
  std::vector<TFE_TensorHandle *> results;
  TF_Status *status = TF_NewStatus();
  ~Call() {
    if (op != nullptr) TFE_DeleteOp(op);
    TF_DeleteStatus(status);
  }
};

static void ExecuteCall(napi_env, void *data) {
  Call *call = static_cast<Call *>(data);
  int count = static_cast<int>(call->results.size());
  TFE_Execute(call->op, call->results.data(), &count, call->status);
}

static void CompleteCall(napi_env env, napi_status, void *data) {
  Call *call = static_cast<Call *>(data);
  if (TF_GetCode(call->status) == TF_OK) {
    TFJSBackend *backend = tfnodejs::GetTFJSBackend(env);
    napi_value outputs;
    napi_create_array_with_length(env, call->results.size(), &outputs);
    for (uint32_t i = 0; i < call->results.size(); i++) {
      int32_t id = NextId(backend);
      HandlesOf(backend).emplace(id, call->results[i]);
      napi_value output, output_id, shape;
      napi_create_object(env, &output);
      napi_create_int32(env, id, &output_id);
      napi_set_named_property(env, output, "id", output_id);
      tfnodejs::GetTFE_TensorHandleShape(env, call->results[i], &shape);
      napi_set_named_property(env, output, "shape", shape);
      napi_set_element(env, outputs, i, output);
    }
    napi_resolve_deferred(env, call->deferred, outputs);
  } else {
    napi_value message, error;
    napi_create_string_utf8(env, TF_Message(call->status), NAPI_AUTO_LENGTH, &message);
    napi_create_error(env, nullptr, message, &error);
    napi_reject_deferred(env, call->deferred, error);
  }
  napi_delete_async_work(env, call->work);
  delete call;
}

// Adds the tensors with these ids as inputs of an op. Returns false after it has thrown.
static bool AddInputs(napi_env env, Call *call, napi_value ids) {
  Handles &handles = HandlesOf(tfnodejs::GetTFJSBackend(env));
  uint32_t count = 0;
  napi_get_array_length(env, ids, &count);
  for (uint32_t i = 0; i < count; i++) {
    napi_value value;
    int32_t id = -1;
    napi_get_element(env, ids, i, &value);
    napi_get_value_int32(env, value, &id);
    auto entry = handles.find(id);
    if (entry == handles.end()) {
      napi_throw_error(env, nullptr, ("callFunction: there is no tensor " + std::to_string(id)).c_str());
      return false;
    }
    TFE_OpAddInput(call->op, entry->second, call->status);
    if (TF_GetCode(call->status) != TF_OK) {
      ThrowStatus(env, call->status);
      return false;
    }
  }
  return true;
}

// callFunction(name: string, inputs: number[], outputs: number): Promise<{ id: number, shape: number[] }[]>
// Inputs are ids of tensors, and `outputs` is their number.
static napi_value CallFunction(napi_env env, napi_callback_info info) {
  Arguments arguments = ArgumentsOf(env, info);
  char name[256];
  int32_t outputs = 0;
  if (napi_get_value_string_utf8(env, arguments.values[0], name, sizeof name, nullptr) != napi_ok ||
      napi_get_value_int32(env, arguments.values[2], &outputs) != napi_ok || outputs < 0) {
    napi_throw_type_error(env, nullptr, "callFunction: expected a name, ids of tensors and a number of outputs");
    return nullptr;
  }
  Call *call = new Call();
  call->results.resize(outputs, nullptr);
  call->op = TFE_NewOp(ContextOf(tfnodejs::GetTFJSBackend(env)), name, call->status);
  if (TF_GetCode(call->status) != TF_OK) {
    ThrowStatus(env, call->status);
    delete call;
    return nullptr;
  }
  if (!AddInputs(env, call, arguments.values[1])) {
    delete call;
    return nullptr;
  }
  napi_value promise, label;
  napi_create_promise(env, &call->deferred, &promise);
  napi_create_string_utf8(env, "callFunction", NAPI_AUTO_LENGTH, &label);
  napi_create_async_work(env, nullptr, label, ExecuteCall, CompleteCall, call, &call->work);
  napi_queue_async_work(env, call->work);
  return promise;
}

// allowTf32(allowed: boolean): lets matrix products and convolutions on a GPU round their inputs to 10 bits.
static napi_value AllowTf32(napi_env env, napi_callback_info info) {
  Arguments arguments = ArgumentsOf(env, info);
  bool allowed = false;
  napi_get_value_bool(env, arguments.values[0], &allowed);
  tsl::enable_tensor_float_32_execution(allowed);
  return nullptr;
}

static napi_value Init(napi_env env, napi_value exports) {
  if (tfnodejs::InitTFNodeJSBinding(env, exports) == nullptr) return nullptr;
  napi_value device;
  const std::string &name = DeviceOf(tfnodejs::GetTFJSBackend(env));
  napi_create_string_utf8(env, name.c_str(), name.size(), &device);
  napi_property_descriptor properties[] = {
      {"addFunction", nullptr, AddFunction, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"callFunction", nullptr, CallFunction, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"allowTf32", nullptr, AllowTf32, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"deviceName", nullptr, nullptr, nullptr, nullptr, device, napi_default, nullptr},
  };
  napi_define_properties(env, exports, sizeof properties / sizeof *properties, properties);
  return exports;
}

NAPI_MODULE_INIT() { return Init(env, exports); }

}  // namespace tweedie
