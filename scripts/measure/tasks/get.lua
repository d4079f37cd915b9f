-- One GET of a value of 100 bytes, as examples/cpp/get_worker.cc does it.
redline.keys("value:")
redline.steps("get")

redline.prepare(1000, function(i) redis.call("SET", "value:" .. i, redline.text(100)) end)

function task()
  local key = "value:" .. redline.uniform(1, 1000)
  redline.step("get")
  if not redis.call("GET", key) then error("there is no " .. key) end
end
