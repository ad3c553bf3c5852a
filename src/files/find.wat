;; Three looks at the file that lies behind the first 256 bytes of the memory. Compiled into find.ts (`wat2wasm find.wat`, then base64).
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

  ;; The next 16 bytes in which one of many needles may start, from $at on; -1 for none before $end.
  ;;
  ;; Needles are told by four bytes in a row, and dealt out to twice eight buckets. The first 256 bytes of the memory say for
  ;; each of the four, and for either half of a byte, in which buckets it may stand: two tables of 16 bytes, for the first
  ;; eight buckets (bytes 0 to 127) and for the others. A place where all eight looks agree on a bucket may be a needle's.
  ;; Bytes are looked at with bit 0x20 set, so that letters match in any case.
  (func (export "findAny") (param $at i32) (param $end i32) (result i32)
    (local $byte v128) (local $case v128) (local $half v128) (local $one v128) (local $two v128) (local $low v128) (local $high v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128)
    (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128) (local $b4 v128) (local $b5 v128) (local $b6 v128) (local $b7 v128)
    (local.set $case (i8x16.splat (i32.const 0x20)))
    (local.set $half (i8x16.splat (i32.const 0x0f)))
    (local.set $a0 (v128.load (i32.const 0)))
    (local.set $a1 (v128.load (i32.const 16)))
    (local.set $a2 (v128.load (i32.const 32)))
    (local.set $a3 (v128.load (i32.const 48)))
    (local.set $a4 (v128.load (i32.const 64)))
    (local.set $a5 (v128.load (i32.const 80)))
    (local.set $a6 (v128.load (i32.const 96)))
    (local.set $a7 (v128.load (i32.const 112)))
    (local.set $b0 (v128.load (i32.const 128)))
    (local.set $b1 (v128.load (i32.const 144)))
    (local.set $b2 (v128.load (i32.const 160)))
    (local.set $b3 (v128.load (i32.const 176)))
    (local.set $b4 (v128.load (i32.const 192)))
    (local.set $b5 (v128.load (i32.const 208)))
    (local.set $b6 (v128.load (i32.const 224)))
    (local.set $b7 (v128.load (i32.const 240)))
    (block $none
      (loop $next
        (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
        ;; the first byte
        (local.set $byte (v128.or (v128.load align=1 (local.get $at)) (local.get $case)))
        (local.set $low (v128.and (local.get $byte) (local.get $half)))
        (local.set $high (i8x16.shr_u (local.get $byte) (i32.const 4)))
        (local.set $one (v128.and (i8x16.swizzle (local.get $a0) (local.get $low)) (i8x16.swizzle (local.get $a1) (local.get $high))))
        (local.set $two (v128.and (i8x16.swizzle (local.get $b0) (local.get $low)) (i8x16.swizzle (local.get $b1) (local.get $high))))
        ;; the second
        (local.set $byte (v128.or (v128.load offset=1 align=1 (local.get $at)) (local.get $case)))
        (local.set $low (v128.and (local.get $byte) (local.get $half)))
        (local.set $high (i8x16.shr_u (local.get $byte) (i32.const 4)))
        (local.set $one (v128.and (local.get $one) (v128.and (i8x16.swizzle (local.get $a2) (local.get $low)) (i8x16.swizzle (local.get $a3) (local.get $high)))))
        (local.set $two (v128.and (local.get $two) (v128.and (i8x16.swizzle (local.get $b2) (local.get $low)) (i8x16.swizzle (local.get $b3) (local.get $high)))))
        ;; the third and the fourth, for few places
        (if (v128.any_true (v128.or (local.get $one) (local.get $two)))
          (then
            (local.set $byte (v128.or (v128.load offset=2 align=1 (local.get $at)) (local.get $case)))
            (local.set $low (v128.and (local.get $byte) (local.get $half)))
            (local.set $high (i8x16.shr_u (local.get $byte) (i32.const 4)))
            (local.set $one (v128.and (local.get $one) (v128.and (i8x16.swizzle (local.get $a4) (local.get $low)) (i8x16.swizzle (local.get $a5) (local.get $high)))))
            (local.set $two (v128.and (local.get $two) (v128.and (i8x16.swizzle (local.get $b4) (local.get $low)) (i8x16.swizzle (local.get $b5) (local.get $high)))))
            (local.set $byte (v128.or (v128.load offset=3 align=1 (local.get $at)) (local.get $case)))
            (local.set $low (v128.and (local.get $byte) (local.get $half)))
            (local.set $high (i8x16.shr_u (local.get $byte) (i32.const 4)))
            (local.set $one (v128.and (local.get $one) (v128.and (i8x16.swizzle (local.get $a6) (local.get $low)) (i8x16.swizzle (local.get $a7) (local.get $high)))))
            (local.set $two (v128.and (local.get $two) (v128.and (i8x16.swizzle (local.get $b6) (local.get $low)) (i8x16.swizzle (local.get $b7) (local.get $high)))))
            (if (v128.any_true (v128.or (local.get $one) (local.get $two)))
              (then (return (local.get $at))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.const -1))

  ;; Whether a NUL stands between two places: 1 or 0.
  (func (export "nul") (param $at i32) (param $end i32) (result i32)
    (local $left i32)
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
