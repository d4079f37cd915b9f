"""What the arguments of Redis' commands are.

A row of TABLE: the name, the type of its keys ("-" for any; "#" behind it: the value or the
fields are numbers), "r" if it wants to find something, else "w", then its arguments, each a role:

    K key           v value         s score         f field of a hash
    n whole number (a value)        N number (a value) that may have a fraction
    m member        i whole number  e time to live       a A Unix time in s, in ms
    z cursor        r bound of a range by score           l bound in lexical order
    b bound of a range, by rank or as BYSCORE or BYLEX says               u radius, width
    o O longitude, latitude         g consumer group     c consumer      d id in a stream
    p pattern of keys               x of what is in one          w one of WORDS

    [i i]   perhaps     (f v)*   again and again     #K   a number, and as many keys
    ?       any of the options, each with the roles of its own arguments   S  STREAMS key... id...

A command that is not here is left out of what is recorded.
"""

import re

TABLE = """
APPEND string w K v | BITCOUNT string r K [i i] ? BYTE BIT
BITFIELD string w K ? GET:wi SET:win INCRBY:win OVERFLOW:w | BITFIELD_RO string r K ? GET:wi
BITOP string w w K (K)* | BITPOS string r K i [i i] ? BYTE BIT
DECR string# w K | DECRBY string# w K n | GET string r K | GETBIT string r K i
GETDEL string r K | GETEX string r K ? EX:e PX:e EXAT:a PXAT:A PERSIST
GETRANGE string r K i i | SUBSTR string r K i i | GETSET string w K v
INCR string# w K | INCRBY string# w K n | INCRBYFLOAT string# w K N
LCS string r K K ? LEN IDX MINMATCHLEN:i WITHMATCHLEN | MGET string r (K)*
MSET string w (K v)* | MSETNX string w (K v)* | PSETEX string w K e v
SET string w K v ? NX XX GET KEEPTTL EX:e PX:e EXAT:a PXAT:A
SETBIT string w K i i | SETEX string w K e v | SETNX string w K v | SETRANGE string w K i v
STRLEN string r K

HDEL hash w K (f)* | HEXISTS hash r K f | HGET hash r K f | HGETALL hash r K
HINCRBY hash# w K f n | HINCRBYFLOAT hash# w K f N | HKEYS hash r K | HLEN hash r K
HMGET hash r K (f)* | HMSET hash w K (f v)* | HRANDFIELD hash r K [i] ? WITHVALUES
HSCAN hash r K z ? MATCH:x COUNT:i NOVALUES | HSET hash w K (f v)* | HSETNX hash w K f v
HSTRLEN hash r K f | HVALS hash r K

LINDEX list r K i | LINSERT list w K w v v | LLEN list r K | LMOVE list r K K w w
LMPOP list r #K w ? COUNT:i | LPOP list r K [i] | LPOS list r K v ? RANK:i COUNT:i MAXLEN:i
LPUSH list w K (v)* | LPUSHX list w K (v)* | LRANGE list r K i i | LREM list w K i v
LSET list r K i v | LTRIM list w K i i | RPOP list r K [i] | RPOPLPUSH list r K K
RPUSH list w K (v)* | RPUSHX list w K (v)*

SADD set w K (m)* | SCARD set r K | SDIFF set r (K)* | SDIFFSTORE set r (K)* | SINTER set r (K)*
SINTERCARD set r #K ? LIMIT:i | SINTERSTORE set r (K)* | SISMEMBER set r K m | SMEMBERS set r K
SMISMEMBER set r K (m)* | SMOVE set w K K m | SPOP set r K [i] | SRANDMEMBER set r K [i]
SREM set w K (m)* | SSCAN set r K z ? MATCH:x COUNT:i | SUNION set r (K)*
SUNIONSTORE set r (K)*

ZADD zset w K ? NX XX GT LT CH INCR (s m)* | ZCARD zset r K | ZCOUNT zset r K r r
ZDIFF zset r #K ? WITHSCORES | ZDIFFSTORE zset r K #K | ZINCRBY zset w K N m
ZINTER zset r #K ? AGGREGATE:w WITHSCORES | ZINTERCARD zset r #K ? LIMIT:i
ZINTERSTORE zset r K #K ? AGGREGATE:w | ZLEXCOUNT zset r K l l | ZMPOP zset r #K w ? COUNT:i
ZMSCORE zset r K (m)* | ZPOPMAX zset r K [i] | ZPOPMIN zset r K [i]
ZRANDMEMBER zset r K [i] ? WITHSCORES
ZRANGE zset r K b b ? BYSCORE BYLEX REV LIMIT:ii WITHSCORES
ZRANGEBYLEX zset r K l l ? LIMIT:ii | ZRANGEBYSCORE zset r K r r ? WITHSCORES LIMIT:ii
ZRANGESTORE zset r K K b b ? BYSCORE BYLEX REV LIMIT:ii | ZRANK zset r K m ? WITHSCORE
ZREM zset w K (m)* | ZREMRANGEBYLEX zset w K l l | ZREMRANGEBYRANK zset w K i i
ZREMRANGEBYSCORE zset w K r r | ZREVRANGE zset r K i i ? WITHSCORES
ZREVRANGEBYLEX zset r K l l ? LIMIT:ii | ZREVRANGEBYSCORE zset r K r r ? WITHSCORES LIMIT:ii
ZREVRANK zset r K m ? WITHSCORE | ZSCAN zset r K z ? MATCH:x COUNT:i | ZSCORE zset r K m
ZUNION zset r #K ? AGGREGATE:w WITHSCORES | ZUNIONSTORE zset r K #K ? AGGREGATE:w
GEOADD zset w K ? NX XX CH (o O m)* | GEODIST zset r K m m ? M KM FT MI
GEOHASH zset r K (m)* | GEOPOS zset r K (m)*
GEORADIUS zset r K o O u w ? ASC DESC COUNT:i ANY WITHCOORD WITHDIST WITHHASH
GEOSEARCH zset r K ? FROMLONLAT:oO BYRADIUS:uw BYBOX:uuw ASC DESC COUNT:i ANY WITHDIST WITHHASH

PFADD hyperloglog w K (m)* | PFCOUNT hyperloglog r (K)* | PFMERGE hyperloglog r (K)*

XACK stream w K g (d)* | XADD stream w K ? NOMKSTREAM MAXLEN:i MINID:d LIMIT:i d (f v)*
XAUTOCLAIM stream r K g c i d ? COUNT:i JUSTID | XCLAIM stream r K g c i (d)* ? JUSTID
XDEL stream w K (d)* | XLEN stream r K | XPENDING stream r K g [d d i]
XRANGE stream r K d d ? COUNT:i | XREAD stream r ? COUNT:i S
XREADGROUP stream r ? GROUP:gc COUNT:i NOACK S | XREVRANGE stream r K d d ? COUNT:i
XTRIM stream w K ? MAXLEN:i MINID:d LIMIT:i
XGROUP|CREATE stream w K g d ? MKSTREAM | XINFO|STREAM stream r K | XINFO|GROUPS stream r K

COPY - r K K ? REPLACE | DEL - w (K)* | DUMP - r K | EXISTS - r (K)*
EXPIRE - w K e ? NX XX GT LT | EXPIREAT - w K a ? NX XX GT LT | EXPIRETIME - r K
KEYS - w p | OBJECT|ENCODING - r K | OBJECT|FREQ - r K | OBJECT|IDLETIME - r K
MEMORY|USAGE - r K | PERSIST - w K | PEXPIRE - w K e ? NX XX GT LT
PEXPIREAT - w K A ? NX XX GT LT | PEXPIRETIME - r K | PTTL - r K
RENAME - r K K | RENAMENX - r K K | SCAN - w z ? MATCH:p COUNT:i TYPE:w
SORT - r K ? LIMIT:ii ASC DESC ALPHA | SORT_RO - r K ? LIMIT:ii ASC DESC ALPHA
TIME - w | TOUCH - r (K)* | TTL - r K | TYPE - r K | UNLINK - w (K)*

PUBLISH channel w K v | SPUBLISH channel w K v
"""

WORDS = {"BEFORE", "AFTER", "LEFT", "RIGHT", "MIN", "MAX", "AND", "OR", "XOR", "NOT", "M", "KM",
         "FT", "MI", "SUM", "STRING", "LIST", "SET", "ZSET", "HASH", "STREAM", "WRAP", "SAT",
         "FAIL"}

# Errors that the application may have prevented by what it knows, and a mix cannot.
MAY_FAIL = {**dict.fromkeys(
    ("COPY", "LSET", "RENAME", "RENAMENX", "OBJECT|ENCODING", "OBJECT|FREQ", "OBJECT|IDLETIME",
     "XINFO|STREAM", "XINFO|GROUPS"), "ERR"), **dict.fromkeys(
         ("XREADGROUP", "XCLAIM", "XAUTOCLAIM", "XPENDING"), "NOGROUP"),
            "XGROUP|CREATE": "BUSYGROUP"}

# What waits would keep a worker: here is what does not.
NOT_WAITING = {"BLPOP": "LPOP", "BRPOP": "RPOP", "BLMOVE": "LMOVE", "BRPOPLPUSH": "RPOPLPUSH",
               "BZPOPMIN": "ZPOPMIN", "BZPOPMAX": "ZPOPMAX", "BLMPOP": "LMPOP",
               "BZMPOP": "ZMPOP"}

_PIECE = re.compile(r"\(([^)]*)\)\*|\[([^\]]*)\]|(\S+)")


class Command:
    """A row of the table."""

    def __init__(self, row):
        self.name, self.type, access, *_ = row.split()
        self.wants_data = access == "r"
        self.options = {}
        self.pieces = []  # Pairs: "role", "again", "perhaps", "options", "streams" or "count".
        for again, perhaps, other in _PIECE.findall(" ".join(row.split()[3:])):
            if again:
                self.pieces.append(("again", again.split()))
            elif perhaps:
                self.pieces.append(("perhaps", perhaps.split()))
            elif other != "#K" and (len(other) > 1 or other in WORDS):
                option, _, roles = other.partition(":")
                self.options[option] = list(roles)
            else:
                kind = {"?": "options", "S": "streams", "#K": "count"}.get(other, "role")
                self.pieces.append((kind, other))


COMMANDS = {command.name: command for row in re.split(r" ?\| |\n", TABLE) if row
            for command in [Command(row)]}
