package id.segel.hsm;

/** The same AES key on several tokens: what one does not wrap or unwrap another does. */
record ReplicatedWrappingKey(Replicas replicas, String label) implements WrappingKey {
    @Override
    public byte[] wrap(byte[] plaintext, byte[] aad) {
        return replicas.asked(member -> at(member).wrap(plaintext, aad));
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] aad) {
        return replicas.asked(member -> at(member).unwrap(wrapped, aad));
    }

    private GcmKey at(Member member) {
        return new GcmKey(member.engine(), label, member.random());
    }
}
