// The worker's executable. The supervisor starts it; nobody else does.

#include "worker/worker_main.h"
#include "worker/workloads/workload_registry.h"

int main(int argc, char** argv) {
  return redline::worker::WorkerMain(argc, argv, redline::worker::FindWorkload);
}
