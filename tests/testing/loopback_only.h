// A network in which there is nothing but this machine's own loopback, for the process
// that asks and all that it starts: what a test does there cannot leave the machine.
#ifndef REDLINE_TESTS_TESTING_LOOPBACK_ONLY_H_
#define REDLINE_TESTS_TESTING_LOOPBACK_ONLY_H_

#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>

namespace redline::testing {

// network_namespaces(7). Whoever is not root becomes it in a namespace of users of its
// own, user_namespaces(7). False if the system allows neither. REQUIRES: the process has
// no other thread yet.
inline bool EnterLoopbackOnly() {
  const std::string user = std::to_string(::getuid());
  const std::string group = std::to_string(::getgid());
  if (::unshare(CLONE_NEWNET) != 0) {
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
  }
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
  request.ifr_flags = IFF_UP;
  const bool is_up = ::ioctl(fd, SIOCSIFFLAGS, &request) == 0;
  ::close(fd);
  return is_up;
}

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_LOOPBACK_ONLY_H_
