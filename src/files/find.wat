;; Two looks at the file that lies at the start of the memory. Compiled into find.ts (`wat2wasm find.wat`, then base64).
(module
  (memory (export "memory") 32)

  ;; The next 16 bytes in which four bytes of a needle stand at their places, in any case of letters; -1 for none.
  ;; 32 bytes a step, and the first two bytes alone for most of them.
  (func (export "find") (param $at i32) (param $end i32)
    (param $place0 i32) (param $byte0 i32) (param $place1 i32) (param $byte1 i32)
    (param $place2 i32) (param $byte2 i32) (param $place3 i32) (param $byte3 i32)
    (result i32)
    (local $case v128) (local $first v128) (local $second v128) (local $low v128) (local $high v128)
    (local.set $case (i8x16.splat (i32.const 32)))
    (local.set $first (i8x16.splat (local.get $byte0)))
    (local.set $second (i8x16.splat (local.get $byte1)))
    (block $none
      (loop $next
        (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $low
          (v128.and
            (i8x16.eq (v128.or (v128.load align=1 (i32.add (local.get $at) (local.get $place0))) (local.get $case)) (local.get $first))
            (i8x16.eq (v128.or (v128.load align=1 (i32.add (local.get $at) (local.get $place1))) (local.get $case)) (local.get $second))))
        (local.set $high
          (v128.and
            (i8x16.eq (v128.or (v128.load offset=16 align=1 (i32.add (local.get $at) (local.get $place0))) (local.get $case)) (local.get $first))
            (i8x16.eq (v128.or (v128.load offset=16 align=1 (i32.add (local.get $at) (local.get $place1))) (local.get $case)) (local.get $second))))
        (if (v128.any_true (v128.or (local.get $low) (local.get $high)))
          (then
            (if (v128.any_true
                  (v128.and (local.get $low)
                    (v128.and
                      (i8x16.eq (v128.or (v128.load align=1 (i32.add (local.get $at) (local.get $place2))) (local.get $case)) (i8x16.splat (local.get $byte2)))
                      (i8x16.eq (v128.or (v128.load align=1 (i32.add (local.get $at) (local.get $place3))) (local.get $case)) (i8x16.splat (local.get $byte3))))))
              (then (return (local.get $at))))
            (if (v128.any_true
                  (v128.and (local.get $high)
                    (v128.and
                      (i8x16.eq (v128.or (v128.load offset=16 align=1 (i32.add (local.get $at) (local.get $place2))) (local.get $case)) (i8x16.splat (local.get $byte2)))
                      (i8x16.eq (v128.or (v128.load offset=16 align=1 (i32.add (local.get $at) (local.get $place3))) (local.get $case)) (i8x16.splat (local.get $byte3))))))
              (then (return (i32.add (local.get $at) (i32.const 16)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br $next)))
    (i32.const -1))

  ;; Whether a NUL stands among the first bytes.
  (func (export "nul") (param $end i32) (result i32)
    (local $at i32) (local $left i32)
    (loop $next
      (local.set $left (i32.sub (local.get $end) (local.get $at)))
      (if (i32.le_s (local.get $left) (i32.const 0)) (then (return (i32.const 0))))
      (if (i32.and
            (i8x16.bitmask (i8x16.eq (v128.load align=1 (local.get $at)) (v128.const i64x2 0 0)))
            (select (i32.const -1)
              (i32.sub (i32.shl (i32.const 1) (local.get $left)) (i32.const 1))
              (i32.ge_s (local.get $left) (i32.const 16))))
        (then (return (i32.const 1))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))
    (unreachable)))
