// What scripts/record has written is a task file that redline runs.

#include <gtest/gtest.h>

#include <string>

#include "tests/e2e/redline_process.h"
#include "tests/recording/recording.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

using testing::Recording;
using testing::RedisServer;
using testing::RedlineProcess;
using testing::TemporaryFolder;

// Nearly all that scripts/record knows.
constexpr char kCommands[] = R"(SET a:1 hello EX 10
SET a:2 12 PX 1000 NX GET
GET a:1
GETEX a:1 EX 100
APPEND a:1 x
STRLEN a:1
SETRANGE a:1 1 zz
GETRANGE a:1 0 3
MSET m:1 a m:2 b
MGET m:1 m:2 m:3
INCR n:1
INCRBY n:1 5
DECRBY n:1 5
INCRBYFLOAT nf:1 1.5
SETBIT bits:1 7 1
BITCOUNT bits:1 0 10 BYTE
BITPOS bits:1 1
BITFIELD bf:1 INCRBY u8 #0 1 OVERFLOW SAT GET i16 0
BITOP AND bits:9 bits:1 bits:2
SETEX a:3 10 abc
SETNX a:4 x
GETDEL a:4
HSET h:1 f1 v1 f2 v2
HGET h:1 f1
HMGET h:1 f1 f2
HGETALL h:1
HINCRBY hc:1 hits 2
HGETALL hc:1
HDEL h:1 f2
HEXISTS h:1 f1
HRANDFIELD h:1 2 WITHVALUES
HSCAN h:1 0 MATCH f* COUNT 10
LPUSH l:1 a b c
RPUSH l:1 d
LRANGE l:1 0 -1
LPOP l:1
RPOP l:1 2
LINSERT l:1 BEFORE a b
LSET l:1 0 zz
LREM l:1 1 a
LTRIM l:1 0 100
LINDEX l:1 0
LLEN l:1
LMOVE l:1 l:2 LEFT RIGHT
RPOPLPUSH l:1 l:2
LPOS l:1 a RANK 1
LMPOP 2 l:1 l:2 LEFT COUNT 2
SADD s:1 alice bob
SADD s:2 alice
SISMEMBER s:1 alice
SMISMEMBER s:1 alice carol
SMEMBERS s:1
SINTER s:1 s:2
SUNIONSTORE s:3 s:1 s:2
SINTERCARD 2 s:1 s:2 LIMIT 3
SREM s:1 bob
SMOVE s:1 s:2 alice
SPOP s:1
SRANDMEMBER s:2 2
ZADD z:1 GT CH 5 alice 6 bob
ZINCRBY z:1 3 alice
ZRANGE z:1 0 -1 WITHSCORES
ZRANGE z:1 0 100 BYSCORE LIMIT 0 10
ZRANGE z:1 - + BYLEX
ZRANGEBYSCORE z:1 -inf +inf WITHSCORES LIMIT 0 5
ZREVRANGE z:1 0 9
ZSCORE z:1 alice
ZRANK z:1 alice
ZCOUNT z:1 (1 5
ZREM z:1 bob
ZPOPMIN z:1
ZREMRANGEBYSCORE z:1 0 3
ZREMRANGEBYRANK z:1 100 200
ZUNIONSTORE z:2 2 z:1 z:3 AGGREGATE MAX
ZLEXCOUNT z:1 [a [b
ZMSCORE z:1 a b
GEOADD g:1 13.36 38.11 Palermo
GEOSEARCH g:1 FROMLONLAT 15 37 BYRADIUS 200 km ASC COUNT 3 WITHDIST
GEODIST g:1 Palermo Rome km
GEOPOS g:1 Palermo
PFADD p:1 a b
PFCOUNT p:1 p:2
PFMERGE p:3 p:1
XADD x:1 MAXLEN ~ 100 * f v
XADD x:1 * f v g w
XLEN x:1
XRANGE x:1 - + COUNT 2
XREVRANGE x:1 + - COUNT 1
XGROUP CREATE x:1 grp $ MKSTREAM
XREADGROUP GROUP grp host-9 COUNT 10 STREAMS x:1 >
XREAD COUNT 2 STREAMS x:1 x:2 0 0
XACK x:1 grp 1526919030474-55
XPENDING x:1 grp - + 10
XAUTOCLAIM x:1 grp host-9 60000 0-0 COUNT 5
XTRIM x:1 MAXLEN = 50
XDEL x:1 1526919030474-55
XINFO STREAM x:1
DEL a:9 a:8
UNLINK a:7
EXISTS a:1
EXPIRE a:1 100 NX
PEXPIRE a:1 100000
EXPIREAT a:1 4102444800
PEXPIREAT a:1 4102444800000
PERSIST a:1
TTL a:1
TYPE a:1
RENAME a:2 a:5
COPY a:5 a:6 REPLACE
OBJECT ENCODING a:5
TOUCH a:5
SET "with a blank" x
SET 'with"quotes' x
GET with{braces}
INCRBYFLOAT nf:1 0.25
INCRBYFLOAT nf:1 1e-3
ZADD zf:1 0.012345678901234567 alice
ZRANGEBYSCORE zf:1 1.7e+09 +inf
ZRANGEBYSCORE zf:1 (0.25 (INF
ZRANGEBYLEX zf:1 (5 +
ZRANGE zf:1 [5 + BYLEX
GEOSEARCH g:1 FROMLONLAT 15 37 BYBOX 2.5e2 0.5 km ASC
SCAN 0 MATCH a:* COUNT 100
KEYS a:*
PUBLISH chat:1 hello
SORT l:1 ALPHA LIMIT 0 3
MEMORY USAGE a:5
TIME
MULTI
SET t:1 x
INCR tn:1
EXEC
)";

TEST(RecordedRun, SendsAllThatWasRecordedAndTouchesNothingThatIsThere) {
  const RedisServer server;
  const TemporaryFolder folder;
  Recording recording({"--redis_url=" + server.Url(), "--seconds=60"});
  ASSERT_TRUE(recording.Listens()) << recording.Said();
  std::string commands;
  for (int i = 0; i < 15; ++i) {
    commands += kCommands;
    // Much of one, so that shares have one digit and two.
    for (int k = 0; k < 30; ++k) commands += "GET a:1\n";
  }
  const std::string file = folder.Write("commands", commands);
  static_cast<void>(server.Cli("<'" + file + "'"));
  ASSERT_EQ(recording.End(), 130) << recording.Said();
  // Of the same names as some that were recorded.
  static_cast<void>(server.Cli("FLUSHALL"));
  static_cast<void>(server.Cli("SET a:1 mine"));
  static_cast<void>(server.Cli("RPUSH l:1 mine"));
  RedlineProcess redline(
      {.flags = {
           "--workload=file:" + folder.Write("shop.task", recording.TaskFile()).string(),
           "--redis_url=" + server.Url(), "--num_workers=2", "--tasks_per_second=1000",
           "--test_duration_seconds=2", "--warmup_seconds=0",
           "--max_worker_backlog=10000"}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_EQ(server.Cli("GET a:1"), "mine\n");
  EXPECT_EQ(server.Cli("LRANGE l:1 0 -1"), "mine\n");
  EXPECT_EQ(server.Cli("DBSIZE"), "2\n");
}

}  // namespace
}  // namespace redline
