;; Finds the next 16 bytes in which four bytes of a needle stand at their distances, in any case of letters.
;; Compiled into find.ts (`wat2wasm find.wat`, then base64): 193 bytes that save a string for every file read.
(module
  (memory (export "memory") 32)
  (func (export "find") (param $at i32) (param $end i32)
    (param $byte0 i32) (param $skip1 i32) (param $byte1 i32) (param $skip2 i32) (param $byte2 i32) (param $skip3 i32) (param $byte3 i32)
    (result i32)
    (local $case v128)
    (local.set $case (v128.const i8x16 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32))
    (block $none
      (loop $next
        (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
        (if (v128.any_true
              (v128.and
                (v128.and
                  (i8x16.eq (v128.or (v128.load align=1 (local.get $at)) (local.get $case)) (i8x16.splat (local.get $byte0)))
                  (i8x16.eq (v128.or (v128.load align=1 (i32.add (local.get $at) (local.get $skip1))) (local.get $case)) (i8x16.splat (local.get $byte1))))
                (v128.and
                  (i8x16.eq (v128.or (v128.load align=1 (i32.add (local.get $at) (local.get $skip2))) (local.get $case)) (i8x16.splat (local.get $byte2)))
                  (i8x16.eq (v128.or (v128.load align=1 (i32.add (local.get $at) (local.get $skip3))) (local.get $case)) (i8x16.splat (local.get $byte3))))))
          (then (return (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.const -1)))
