/* A TeX engine that waits with its document begun, and forks a finished copy of itself for every job.

   Preloaded into pdftex. The engine's document asks for a line from its terminal; that read arrives here
   as getc(stdin) and is answered once for each job, in a child. The parent never returns from it.

   CAREERVP_FORK="wire handled write read file" names the inherited socket and four Landlock access masks
   in decimal: what the child's ruleset handles, what its own folder, a readable folder and a readable file
   grant. CAREERVP_READ holds the readable paths, one a line. All leave the environment before TeX sees it.

   On the wire, one packet each: out "ready"; in a job's folder, with the file for its terminal attached;
   out the job's wait status in decimal. When the other end closes, the engine and its child end. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { UNCONFINED = 96, MOST_FILES = 64, MOST_PATHS = 48 };
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, PIDFD_OPEN = 434, PATH_BENEATH = 1 };

static const char JOB_LINE[] = "\\nonstopmode\\input{resume.tex}\n";

static const char *rest = ""; /* of the line being handed to the engine */
static int wire = -1;
static char own[PATH_MAX]; /* the server's folder, where its files are open */
static unsigned long long handled, writable_rights, folder_rights, file_rights;
static int readable[MOST_PATHS], readable_count;

static void need(int fine)
{
    if (!fine)
        _exit(UNCONFINED);
}

__attribute__((constructor)) static void take_orders(void)
{
    const char *grant = getenv("CAREERVP_FORK");
    char *paths = getenv("CAREERVP_READ"), *place = NULL;
    if (!grant || !paths)
        return; /* a program that the engine starts is no server */
    need(sscanf(grant, "%d %llu %llu %llu %llu", &wire, &handled, &writable_rights, &folder_rights, &file_rights) == 5);
    for (char *path = strtok_r(paths, "\n", &place); path; path = strtok_r(NULL, "\n", &place)) {
        need(readable_count < MOST_PATHS);
        readable[readable_count] = open(path, O_PATH | O_CLOEXEC);
        need(readable[readable_count++] >= 0);
    }
    need(getcwd(own, sizeof own) != NULL);
    unsetenv("CAREERVP_FORK");
    unsetenv("CAREERVP_READ");
    unsetenv("LD_PRELOAD");
}

static void allow(int ruleset, int path, unsigned long long rights)
{
    struct { uint64_t rights; int32_t parent; } __attribute__((packed)) rule = { rights & handled, path };
    need(syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0) == 0);
}

/* The server may write where any job of its own is put; this child only in its own job's folder. */
static void confine(int folder)
{
    int ruleset = (int)syscall(CREATE_RULESET, &handled, sizeof handled, 0);
    need(ruleset >= 0);
    allow(ruleset, folder, writable_rights);
    for (int i = 0; i < readable_count; i++) {
        struct stat about;
        need(fstat(readable[i], &about) == 0);
        allow(ruleset, readable[i], S_ISDIR(about.st_mode) ? folder_rights : file_rights);
    }
    need(syscall(RESTRICT_SELF, ruleset, 0) == 0);
    close(ruleset);
}

/* Files the server has open for writing go on in the job's folder, with what they hold so far. */
static void move_file(int fd, const char *from, int folder)
{
    char block[8192];
    ssize_t got;
    int old = open(from, O_RDONLY | O_CLOEXEC);
    int fresh = openat(folder, from + strlen(own) + 1, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    need(old >= 0 && fresh >= 0);
    while ((got = read(old, block, sizeof block)) > 0)
        need(write(fresh, block, (size_t)got) == got);
    need(got == 0 && dup2(fresh, fd) == fd);
    close(old);
    close(fresh);
}

static void move_files(int folder)
{
    size_t length = strlen(own);
    for (int fd = 3; fd < MOST_FILES; fd++) {
        char name[40], target[PATH_MAX];
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0 || flags & O_PATH || (flags & O_ACCMODE) == O_RDONLY)
            continue;
        snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        ssize_t size = readlink(name, target, sizeof target - 1);
        if (size < 0)
            continue;
        target[size] = '\0';
        if (strncmp(target, own, length) == 0 && target[length] == '/')
            move_file(fd, target, folder);
    }
}

static void become_job(const char *path, int terminal, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    need(getppid() == parent); /* it may have died before the line above */
    int folder = open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    need(folder >= 0 && dup2(terminal, 1) == 1 && dup2(terminal, 2) == 2);
    close(terminal);
    close(wire);
    move_files(folder);
    need(fchdir(folder) == 0);
    confine(folder);
    for (int i = 0; i < readable_count; i++)
        close(readable[i]);
    close(folder);
    rest = JOB_LINE;
}

/* A job's folder, and its terminal's file; the process ends here when the other end has closed. */
static int next_job(char *path, size_t room)
{
    union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr aligned; } attached;
    struct iovec into = { path, room - 1 };
    struct msghdr message = { .msg_iov = &into, .msg_iovlen = 1, .msg_control = &attached, .msg_controllen = sizeof attached };
    ssize_t size = recvmsg(wire, &message, MSG_CMSG_CLOEXEC);
    struct cmsghdr *first = size > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    int terminal;
    if (!first || first->cmsg_type != SCM_RIGHTS)
        _exit(0);
    path[size] = '\0';
    memcpy(&terminal, CMSG_DATA(first), sizeof terminal);
    return terminal;
}

/* The child's wait status; a closed wire ends both. */
static int ended(pid_t child)
{
    int status, handle = (int)syscall(PIDFD_OPEN, child, 0);
    struct pollfd both[] = { { .fd = wire, .events = POLLRDHUP }, { .fd = handle, .events = POLLIN } };
    while (handle >= 0 && poll(both, 2, -1) < 0) {
    }
    if (handle >= 0 && both[0].revents)
        kill(child, SIGKILL);
    waitpid(child, &status, 0);
    close(handle);
    return status;
}

static void serve(void)
{
    static char path[PATH_MAX];
    char answer[16];
    need(send(wire, "ready", 5, MSG_NOSIGNAL) == 5);
    for (;;) {
        int terminal = next_job(path, sizeof path);
        fflush(NULL); /* what is buffered would be written by parent and child alike */
        pid_t parent = getpid(), child = fork();
        if (child == 0) {
            become_job(path, terminal, parent);
            return;
        }
        close(terminal);
        int size = snprintf(answer, sizeof answer, "%d", child < 0 ? UNCONFINED << 8 : ended(child));
        if (send(wire, answer, (size_t)size, MSG_NOSIGNAL) != size)
            _exit(0);
    }
}

static int answered(FILE *stream)
{
    if (stream != stdin || wire < 0)
        return getc_unlocked(stream);
    if (rest == JOB_LINE + sizeof JOB_LINE - 1)
        return EOF; /* a job has one line */
    if (!*rest)
        serve();
    return (unsigned char)*rest++;
}

int getc(FILE *stream) { return answered(stream); }
int _IO_getc(FILE *stream) { return answered(stream); }
int fgetc(FILE *stream) { return answered(stream); }
