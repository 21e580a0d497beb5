package id.segel.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class OriginsTest {
    @Test
    void underHttpsOnlyThePublicAddressIsTheServicesOwn() {
        Origins origins = new Origins(URI.create("https://AMS.example.go.id/"));
        assertThat(origins.cookieName()).isEqualTo("__Host-segel");
        assertThat(origins.isOwn("https://ams.example.go.id")).isTrue();
        assertThat(origins.isOwn("http://ams.example.go.id")).isFalse();
        assertThat(origins.isOwn("https://ams.example.go.id:8443")).isFalse();
        assertThat(origins.isOwn("https://ams.example.go.id.evil.example")).isFalse();
        assertThat(origins.isOwn("null")).isFalse();
        assertThat(origins.isOwn(null)).isFalse();
    }

    @Test
    void onPlainLoopbackEveryNameOfTheLoopbackIs() {
        Origins origins = new Origins(URI.create("http://localhost:8080"));
        assertThat(origins.cookieName()).isEqualTo("segel");
        assertThat(origins.isOwn("http://localhost:8080")).isTrue();
        assertThat(origins.isOwn("http://127.0.0.1:8080")).isTrue();
        assertThat(origins.isOwn("http://[::1]:8080")).isTrue();
        assertThat(origins.isOwn("http://127.0.0.1:9090")).isFalse();
        assertThat(origins.isOwn("https://localhost:8080")).isFalse();
        assertThat(origins.isOwn("http://evil.example:8080")).isFalse();
        assertThat(origins.isOwn("http://:::")).isFalse();
    }

    @Test
    void aPublicHttpAddressIsNoLoopback() {
        Origins origins = new Origins(URI.create("http://ams.lan"));
        assertThat(origins.isOwn("http://ams.lan")).isTrue();
        assertThat(origins.isOwn("http://localhost")).isFalse();
    }
}
