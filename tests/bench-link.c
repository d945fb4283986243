/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a command behind a long line: in a network of its own, from which everything takes the time
 * given to the world outside and back. Two TUN devices, and packets carried from one to the other
 * when their time has come: the kernel here has no netem.
 *
 * Usage (as root of a network namespace): bench-link [--names] ROUND-TRIP-MS COMMAND [ARG...]. The
 * command finds the names of the practice world in its hosts file, so that they cost no time; with
 * --names it asks the world's name server, at the other end of the line. */

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PACKET_MAX 2048
#define PACKETS 4096 /* on their way at once, in each direction */
#define SKIP 77

#define NEAR "10.79.0.2"
#define FAR "10.79.0.1"

/* What is on its way, in the order of its coming. */
typedef struct {
  int from;
  int to;
  struct {
    int64_t due; /* microseconds */
    ssize_t length;
    char bytes[PACKET_MAX];
  } packets[PACKETS];
  unsigned first;
  unsigned n;
} Line;

static Line there, back;

static void
fail (const char *what)
{
  fprintf (stderr, "bench-link: %s: %s\n", what, strerror (errno));
  exit (SKIP);
}

static int64_t
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int
open_tun (const char *name, const char *own, const char *peer)
{
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  int fd = open ("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  char command[200];

  strcpy (request.ifr_name, name);
  if (fd < 0 || ioctl (fd, TUNSETIFF, &request) != 0)
    fail ("/dev/net/tun");
  snprintf (command,
            sizeof command,
            "ip address add %s peer %s dev %s && ip link set %s up",
            own,
            peer,
            name,
            name);
  if (system (command) != 0)
    fail (command);

  return fd;
}

/* ------ the near end ------ */

static void
send_fd (int socket, int fd)
{
  char byte = 0;
  char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec data = { &byte, 1 };
  struct msghdr message = { .msg_iov = &data,
                            .msg_iovlen = 1,
                            .msg_control = control,
                            .msg_controllen = sizeof control };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (header), &fd, sizeof fd);
  if (sendmsg (socket, &message, 0) != 1)
    fail ("sendmsg");
}

static int
receive_fd (int socket)
{
  char byte;
  char control[CMSG_SPACE (sizeof (int))];
  struct iovec data = { &byte, 1 };
  struct msghdr message = { .msg_iov = &data,
                            .msg_iovlen = 1,
                            .msg_control = control,
                            .msg_controllen = sizeof control };
  int fd;

  if (recvmsg (socket, &message, MSG_CMSG_CLOEXEC) != 1 || CMSG_FIRSTHDR (&message) == NULL)
    exit (SKIP); /* the child has said why */
  memcpy (&fd, CMSG_DATA (CMSG_FIRSTHDR (&message)), sizeof fd);

  return fd;
}

static void
cover (const char *file, const char *by)
{
  if (mount (by, file, NULL, MS_BIND, NULL) != 0)
    fail (file);
}

static void
run_behind (int socket, bool names, char *command[])
{
  if (unshare (CLONE_NEWNET | CLONE_NEWNS) != 0)
    fail ("unshare");
  if (names)
    cover ("/etc/resolv.conf", "/etc/dovecot/far-resolver");
  else
    cover ("/etc/hosts", "/etc/dovecot/hosts");
  if (system ("ip link set lo up") != 0)
    fail ("ip");
  send_fd (socket, open_tun ("near0", NEAR, FAR));
  if (system ("ip route add default via " FAR) != 0)
    fail ("ip");
  execvp (command[0], command);
  fail (command[0]);
}

/* ------ the line ------ */

static void
take_in (Line *line, int64_t delay)
{
  while (line->n < PACKETS) {
    unsigned last = (line->first + line->n) % PACKETS;
    ssize_t length = read (line->from, line->packets[last].bytes, PACKET_MAX);

    if (length <= 0)
      return;
    line->packets[last].length = length;
    line->packets[last].due = get_time () + delay;
    line->n++;
  }
}

static void
hand_out (Line *line)
{
  while (line->n > 0 && line->packets[line->first].due <= get_time ()) {
    if (write (line->to, line->packets[line->first].bytes, line->packets[line->first].length) < 0 &&
        errno != EAGAIN && errno != EINVAL)
      fail ("write");
    line->first = (line->first + 1) % PACKETS;
    line->n--;
  }
}

static int64_t
get_due (const Line *line)
{
  return line->n > 0 ? line->packets[line->first].due : INT64_MAX;
}

static void
carry (int64_t delay, pid_t child)
{
  struct pollfd fds[] = { { there.from, POLLIN, 0 }, { back.from, POLLIN, 0 } };
  int status;

  while (waitpid (child, &status, WNOHANG) == 0) {
    int64_t due = get_due (&there) < get_due (&back) ? get_due (&there) : get_due (&back);
    int64_t wait = due - get_time ();
    struct timespec limit = { 0, 100000000 };

    if (wait < 100000)
      limit.tv_nsec = wait > 0 ? wait * 1000 : 0;
    ppoll (fds, 2, &limit, NULL);
    take_in (&there, delay);
    take_in (&back, delay);
    hand_out (&there);
    hand_out (&back);
  }
  exit (WIFEXITED (status) ? WEXITSTATUS (status) : 1);
}

int
main (int argc, char *argv[])
{
  int sockets[2];
  pid_t child;
  bool names = argc > 1 && strcmp (argv[1], "--names") == 0;

  argc -= names;
  argv += names;
  if (argc < 3 || atoi (argv[1]) < 0) {
    fputs ("Usage: bench-link [--names] ROUND-TRIP-MS COMMAND [ARG...]\n", stderr);
    return 2;
  }
  if (socketpair (AF_UNIX, SOCK_STREAM, 0, sockets) != 0)
    fail ("socketpair");
  there.to = back.from = open_tun ("far0", FAR, NEAR);
  child = fork ();
  if (child == 0)
    run_behind (sockets[1], names, argv + 2);
  close (sockets[1]);
  there.from = back.to = receive_fd (sockets[0]);
  carry ((int64_t) atoi (argv[1]) * 500, child);
}
